import { parseArn } from "../../../platform/arn.ts";
import type { OperationInput } from "../../service.ts";
import { probeTarget } from "../../targets/send-to-target.ts";
import { crossAccountFunction, functionNotExecutable, invalidParameter, notForClass, notSupported } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { putFilter } from "../filters/change-filters.ts";
import { subscriberCall } from "../filters/subscriber.ts";
import { findGroup } from "../groups/find-group.ts";
import type { LogGroup } from "../groups/log-group.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";

/** From now on matching events are handed to a function, which must let CloudWatch Logs call it. */
export const putSubscriptionFilter: LogsOperation<"PutSubscriptionFilter"> = async (input, context) => {
  const { filterName: name, filterPattern: pattern, destinationArn, distribution = "ByLogStream" } = input;
  checkSupport(input, context);
  parseFilterPattern(pattern);
  const group = await findGroup(context, input.logGroupName);
  if (group.class !== "STANDARD") throw notForClass(group.name, group.class, "PutSubscriptionFilter");
  checkDestination(context, group, destinationArn);
  await checkExecutable(context, group, destinationArn);
  const createdMs = context.host.clock.nowMs();
  const filter = { name, pattern, createdMs, destinationArn, distribution };
  await putFilter(context, { kind: "subscription", group: group.name, ...filter });
  return {};
};

type Input = OperationInput<Logs, "PutSubscriptionFilter">;

/** What AWS says of a destination before it looks for the group. Source: recorded answers. */
function checkSupport(input: Input, { account }: LogsContext): void {
  const { service, account: owner } = parseArn(input.destinationArn) ?? {};
  if (service === "lambda" && owner !== account) throw crossAccountFunction();
  if ((service === "kinesis" || service === "firehose") && input.roleArn === undefined) {
    throw invalidParameter(`destinationArn for vendor ${service} cannot be used without roleArn`);
  }
  if (service !== "lambda")
    throw notSupported(`subscriptions with ${service ?? "such"} destinations, only AWS Lambda functions`);
  if (input.roleArn !== undefined) {
    throw invalidParameter("destinationArn for vendor lambda cannot be used with roleArn");
  }
  if (input.applyOnTransformedLogs) throw notSupported("subscription filters on transformed logs");
  if (input.fieldSelectionCriteria) throw notSupported("field selection criteria");
  if (input.emitSystemFields?.length) throw notSupported("system fields in subscriptions");
}

/** A function must be of the group's own account and region, and not be fed with what it writes itself. */
function checkDestination({ account, region }: LogsContext, group: LogGroup, destinationArn: string): void {
  const arn = parseArn(destinationArn);
  const name = /^function:([^:]+)(?::[^:]+)?$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.account !== account || arn.region !== region || name === undefined) {
    throw invalidParameter("destinationArn must be that of a function in the account and region of the log group.");
  }
  if (group.name === `/aws/lambda/${name}`) {
    throw invalidParameter("The log group provided is reserved for the function logs of the destination function.");
  }
}

async function checkExecutable({ host, account, region }: LogsContext, group: LogGroup, target: string): Promise<void> {
  const asked = { ...subscriberCall({ account, region }, group.name), target };
  if ((await probeTarget(host, asked, ["function"])).is !== "there") throw functionNotExecutable();
}
