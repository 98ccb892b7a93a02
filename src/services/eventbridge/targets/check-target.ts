import type { Target as TargetShape } from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../platform/arn.ts";
import { isJson } from "../../../platform/is-json.ts";
import type { ServiceHost } from "../../service.ts";
import { targetKindOf } from "../../targets/target-kinds.ts";
import { invalidParameter, notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import { isApiDestination, isBus } from "../put-events/to-effects.ts";
import { parseEventPath } from "./event-path.ts";
import { findUnknownPlaceholder } from "./input-template.ts";
import type { Target } from "./target.ts";

/** Members that belong to targets of services that Squall does not have. */
const notBuilt = [
  "EcsParameters",
  "BatchParameters",
  "RedshiftDataParameters",
  "SageMakerPipelineParameters",
  "AppSyncParameters",
  "RunCommandParameters",
] as const;

/** Throws ValidationException. Source: "PutTargets". */
export function checkTarget(target: TargetShape, { config, log }: Pick<ServiceHost, "config" | "log">): Target {
  const { Id = "", Arn = "", RoleArn, SqsParameters, DeadLetterConfig } = target;
  const arn = parseArn(Arn);
  if (!arn) throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const member = notBuilt.find((name) => target[name] !== undefined);
  if (member) throw notSupported(`targets with ${member}`);
  if (!targetKindOf(arn) && !isApiDestination(Arn)) throw notSupported(`${arn.service} as a target`);
  if (RoleArn === undefined && needsRole.some((pattern) => pattern.test(Arn))) {
    const refusal = validation(`RoleArn is required for target ${Arn}.`);
    // As with permissions: an API destination is called all the same, and what would fail on AWS is said.
    if (config.auth === "enforce" || !isApiDestination(Arn)) throw refusal;
    log.warn(`would be refused on AWS: ${refusal.message}`);
  }
  if (arn.service === "sqs" && arn.resource.endsWith(".fifo") && SqsParameters?.MessageGroupId === undefined)
    throw validation(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if (DeadLetterConfig?.Arn !== undefined && parseArn(DeadLetterConfig.Arn)?.service !== "sqs")
    throw invalidParameter("DeadLetterConfig.Arn", "Provided Arn is not in correct format.");
  checkInput(target, Id);
  return { ...target, Id, Arn };
}

const needsRole = [/^arn:[^:]*:kinesis:/, /^arn:[^:]*:states:/, /:api-destination\//];

function checkInput({ Input, InputPath, InputTransformer, Arn = "" }: TargetShape, id: string): void {
  const given = [Input, InputPath, InputTransformer].filter((value) => value !== undefined);
  if (given.length > 1)
    throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  if (given.length === 1 && isBus(Arn))
    throw validation(`Input, InputPath and InputTransformer are not supported for target ${id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalidParameter("Input", "Malformed Json");
  if (InputPath !== undefined && !parseEventPath(InputPath)) throw validation(`InputPath for target ${id} is invalid.`);
  if (!InputTransformer) return;
  const { InputPathsMap: paths = {}, InputTemplate: template = "" } = InputTransformer;
  if (Object.keys(paths).length > limits.inputPaths) throw invalidParameter("InputPathsMap");
  for (const [name, path] of Object.entries(paths)) {
    if (name.startsWith("AWS.")) throw validation(`InputPathsMap for target ${id} contains reserved key ${name}.`);
    if (!parseEventPath(path))
      throw validation(`InputPathsMap for target ${id} contains an invalid path for key ${name}.`);
  }
  const unknown = findUnknownPlaceholder(template, paths);
  if (unknown !== undefined)
    throw validation(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
}
