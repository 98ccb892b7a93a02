import { parseArn } from "../../../platform/arn.ts";
import { probeTarget } from "../../targets/send-to-target.ts";
import { type TargetKindName, targetKindOf } from "../../targets/target-kinds.ts";
import { invalidParameter } from "../errors.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { lambdaSessionName } from "../invocation/role-session.ts";
import type { LambdaContext } from "../operation.ts";

/** What a target is to be told of. */
/** `discarded`: a batch of a stream that is given up. */
export type DestinationUse = "onSuccess" | "onFailure" | "deadLetter" | "discarded";

const allowed: Readonly<Record<DestinationUse, readonly TargetKindName[]>> = {
  onSuccess: ["function", "queue", "topic", "eventBus"],
  onFailure: ["function", "queue", "topic", "eventBus", "bucket"],
  deadLetter: ["queue", "topic"],
  discarded: ["queue", "topic", "bucket"],
};

/**
 * Refuses a destination that could not be told: of a wrong kind, of a service that isn't built yet, or not there. It is asked for in the name of the
 * function's role. Throws InvalidParameterValueException.
 */
export async function checkDestination(
  context: LambdaContext,
  record: FunctionRecord,
  arn: string,
  use: DestinationUse,
): Promise<void> {
  const parsed = parseArn(arn);
  if (parsed && allowed[use].includes("function") && targetKindOf(parsed) === "function") {
    return checkFunction(context, record, arn);
  }
  const { account, region, configuration } = record;
  const caller = {
    role: configuration.role,
    sessionName: lambdaSessionName(record),
    assumedBy: "lambda.amazonaws.com",
  };
  const asked = { target: arn, caller, source: { account, region, arn: functionArn(record) } };
  const state = await probeTarget(context.host, asked, allowed[use]);
  if (state.is === "wrong-kind") throw invalidParameter(wrongKind(arn, use));
  if (state.is === "refused") throw invalidParameter(`The destination ARN ${arn} is invalid.`);
  if (state.is === "not-built") {
    throw invalidParameter(`Squall does not have the service of the destination yet: ${state.service}.`);
  }
}

function wrongKind(arn: string, use: DestinationUse): string {
  if (use === "deadLetter") {
    return `The provided target arn "${arn}" is invalid. Dead-letter targets are SQS queues and SNS topics.`;
  }
  const part = (name: DestinationUse, label: string) =>
    use === name ? `${label}=On${label.slice(2)}(destination=${arn})` : `${label}=null`;
  return `The provided destination config DestinationConfig(${part("onSuccess", "onSuccess")}, ${part(use === "discarded" ? "discarded" : "onFailure", "onFailure")}) is invalid.`;
}

async function checkFunction({ state, ...at }: LambdaContext, record: FunctionRecord, arn: string): Promise<void> {
  const reference = parseFunctionName(arn, at);
  if (reference.name === record.name && reference.account === record.account) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  if (!(await state.functions.find(reference))) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}
