import { parseArn } from "../../../platform/arn.ts";
import { AwsError, isNamed } from "../../../platform/aws-error.ts";
import type { OperationContext } from "../../service.ts";
import { invalidParameter } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";
import type { LambdaContext } from "../operation.ts";

/** What a target is to be told of. */
export type DestinationUse = "onSuccess" | "onFailure" | "deadLetter";

const allowed: Readonly<Record<DestinationUse, readonly string[]>> = {
  onSuccess: ["lambda", "sqs", "sns", "events"],
  onFailure: ["lambda", "sqs", "sns", "events", "s3"],
  deadLetter: ["sqs", "sns"],
};

/**
 * Refuses a destination that could not be told: of a wrong kind, of a service that isn't built yet, or not there.
 * Throws InvalidParameterValueException.
 */
export async function checkDestination(
  context: LambdaContext,
  record: FunctionRecord,
  arn: string,
  use: DestinationUse,
): Promise<void> {
  const service = parseArn(arn)?.service ?? "";
  if (!allowed[use].includes(service)) throw invalidParameter(wrongKind(arn, use));
  if (service === "lambda") return checkFunction(context, record, arn);
  try {
    await probe(context, record, arn, service);
  } catch (error) {
    if (isNamed(error, "InternalFailure")) {
      throw invalidParameter(`Squall does not have the service of the destination yet: ${service}.`);
    }
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  }
}

function wrongKind(arn: string, use: DestinationUse): string {
  if (use === "deadLetter") {
    return `The provided target arn "${arn}" is invalid. Dead-letter targets are SQS queues and SNS topics.`;
  }
  const part = (name: DestinationUse, label: string) =>
    use === name ? `${label}=On${label.slice(2)}(destination=${arn})` : `${label}=null`;
  return `The provided destination config DestinationConfig(${part("onSuccess", "onSuccess")}, ${part("onFailure", "onFailure")}) is invalid.`;
}

async function checkFunction({ state, ...at }: LambdaContext, record: FunctionRecord, arn: string): Promise<void> {
  const reference = parseFunctionName(arn, at);
  if (reference.name === record.name && reference.account === record.account) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  if (!(await state.functions.find(reference))) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/** Asks the target's service for it, in the name of the function's role. */
async function probe({ host }: OperationContext, record: FunctionRecord, arn: string, service: string): Promise<void> {
  const { as } = await assumeFunctionRole(host, record);
  const { resource = "", account = "" } = parseArn(arn) ?? {};
  if (service === "sqs") {
    await host.call("sqs", "GetQueueUrl", { QueueName: resource, QueueOwnerAWSAccountId: account }, as);
  } else if (service === "sns") await host.call("sns", "GetTopicAttributes", { TopicArn: arn }, as);
  else if (service === "events") await host.call("eventbridge", "DescribeEventBus", { Name: arn }, as);
  else await host.call("s3", "HeadBucket", { Bucket: resource }, as);
}
