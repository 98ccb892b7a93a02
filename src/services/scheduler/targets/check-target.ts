import { type Arn, parseArn } from "../../../platform/arn.ts";
import { isNamed } from "../../../platform/aws-error.ts";
import { isJson } from "../../../platform/is-json.ts";
import { assumeRole } from "../../targets/assume-role.ts";
import {
  actionIsNoTarget,
  arnIsMalformed,
  deadLetterQueueIsFifo,
  inputIsMissing,
  inputIsNoJson,
  parameterNotValid,
  parametersMissing,
  parametersNotSupported,
  regionDiffers,
  roleIsNotAssumable,
  serviceIsNoTarget,
  targetNotBuilt,
} from "../errors.ts";
import { groupArn } from "../groups/group.ts";
import type { SchedulerContext } from "../operation.ts";
import { scheduler, type Target } from "../schedules/schedule.ts";
import { sessionName } from "./to-delivery.ts";

/** What a templated target is checked by, by the service in its ARN. Source: "Using templated targets in EventBridge Scheduler". */
interface Template {
  readonly resource: RegExp;
  readonly needsJson?: true;
  /** Its member of the target, where it has one; needed where it says so. */
  readonly parameters?: (typeof parameters)[number];
  readonly needsParameters?: true;
  readonly notBuilt?: true;
}

const parameters = [
  "EcsParameters",
  "EventBridgeParameters",
  "KinesisParameters",
  "SageMakerPipelineParameters",
  "SqsParameters",
] as const;

const templates: Readonly<Record<string, Template>> = {
  lambda: { resource: /^function:[\w-]+(:[\w$-]+)?$/, needsJson: true },
  sqs: { resource: /^[\w-]+(\.fifo)?$/, parameters: "SqsParameters" },
  sns: { resource: /^[\w-]+(\.fifo)?$/ },
  events: {
    resource: /^event-bus\/.+$/,
    needsJson: true,
    parameters: "EventBridgeParameters",
    needsParameters: true,
  },
  states: { resource: /^stateMachine:.+$/, needsJson: true, notBuilt: true },
  kinesis: { resource: /^stream\/.+$/, parameters: "KinesisParameters", needsParameters: true, notBuilt: true },
  ecs: { resource: /^cluster\/.+$/, parameters: "EcsParameters", needsParameters: true, notBuilt: true },
  sagemaker: { resource: /^pipeline\/.+$/, parameters: "SageMakerPipelineParameters", notBuilt: true },
  firehose: { resource: /^deliverystream\/.+$/, notBuilt: true },
  codebuild: { resource: /^project\/.+$/, notBuilt: true },
  codepipeline: { resource: /^.+$/, notBuilt: true },
  inspector: { resource: /^.+$/, notBuilt: true },
};

/** Throws ValidationException in AWS's words, if a schedule cannot have the target. Whether it is there AWS finds out when it is invoked. */
export async function checkTarget(target: Target, group: string, context: SchedulerContext): Promise<void> {
  const arn = parseArn(target.Arn ?? "");
  if (!arn) throw arnIsMalformed();
  const isUniversal = arn.service === "scheduler" && arn.region === "" && arn.account === "";
  if (isUniversal) await checkUniversal(arn, target, context);
  else checkTemplated(arn, target, context);
  const deadLetterQueue = target.DeadLetterConfig?.Arn;
  if (deadLetterQueue?.endsWith(".fifo")) throw deadLetterQueueIsFifo();
  await checkRole(target, group, context);
}

function checkTemplated(arn: Arn, target: Target, { region }: SchedulerContext): void {
  const template = Object.hasOwn(templates, arn.service) ? templates[arn.service] : undefined;
  if (!template) throw serviceIsNoTarget(arn.service);
  if (!template.resource.test(arn.resource)) throw arnIsMalformed();
  if (arn.region !== region) throw regionDiffers(region);
  for (const name of parameters) {
    if (target[name] !== undefined && name !== template.parameters) throw parametersNotSupported(name);
  }
  if (template.needsParameters && template.parameters && target[template.parameters] === undefined)
    throw parametersMissing(template.parameters);
  if (arn.service === "sqs") checkGroupId(arn, target);
  if (template.needsJson && target.Input !== undefined && !isJson(target.Input)) throw inputIsNoJson();
  if (template.notBuilt) throw targetNotBuilt(`${arn.service} as a target of schedules`);
}

function checkGroupId({ resource }: Arn, { SqsParameters }: Target): void {
  const isFifo = resource.endsWith(".fifo");
  if (isFifo && SqsParameters?.MessageGroupId === undefined) throw parametersMissing("SqsParameters");
  if (!isFifo && SqsParameters?.MessageGroupId !== undefined) throw parameterNotValid("MessageGroupId");
}

async function checkUniversal({ resource }: Arn, target: Target, { host }: SchedulerContext): Promise<void> {
  const [, service = "", action = ""] = /^aws-sdk:([^:]+):([^:]+)$/.exec(resource) ?? [];
  if (service === "") throw arnIsMalformed();
  for (const name of parameters) if (target[name] !== undefined) throw parametersNotSupported(name);
  if (onlyReads.test(action)) throw actionIsNoTarget(action);
  const found = await host.named.find(service, action);
  if (found === "no service") throw serviceIsNoTarget(service);
  if (found === "no operation") throw actionIsNoTarget(action);
  if (target.Input === undefined) throw inputIsMissing();
  if (!isJson(target.Input)) throw inputIsNoJson();
  if (!found.isBuilt) throw targetNotBuilt(`${found.service} ${found.name}`);
}

/** Actions that begin so. Source: "Using universal targets in EventBridge Scheduler", "Unsupported actions". */
const onlyReads =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

/** What is put in for `<aws.scheduler.…>` is text within strings. */
async function checkRole({ RoleArn = "" }: Target, group: string, context: SchedulerContext): Promise<void> {
  const { host, account, region } = context;
  try {
    // A trust policy may name the group, and no schedule: there is none yet. Source: "Confused deputy prevention in EventBridge Scheduler".
    const sourceArn = groupArn(context, group);
    await assumeRole(host, { account, region, role: RoleArn, sessionName, service: scheduler, sourceArn });
  } catch (error) {
    if (isNamed(error, "AccessDenied")) throw roleIsNotAssumable();
    throw error;
  }
}
