import { parseArn } from "../../../platform/arn.ts";
import { isNamed } from "../../../platform/aws-error.ts";
import type { OperationInput } from "../../service.ts";
import { functionNotExecutable, invalidParameter, notForClass, notSupported } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { putFilter } from "../filters/change-filters.ts";
import { invokeSubscriber } from "../filters/invoke-subscriber.ts";
import { findGroup } from "../groups/find-group.ts";
import type { LogGroup } from "../groups/log-group.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";

/** From now on matching events are handed to a function, which must let CloudWatch Logs call it. */
export const putSubscriptionFilter: LogsOperation<"PutSubscriptionFilter"> = async (input, context) => {
  const { filterName: name, filterPattern: pattern, destinationArn, distribution = "ByLogStream" } = input;
  checkSupport(input);
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

function checkSupport(input: Input): void {
  const { service } = parseArn(input.destinationArn) ?? {};
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

async function checkExecutable(context: LogsContext, group: LogGroup, functionArn: string): Promise<void> {
  try {
    await invokeSubscriber(context.host, context, { functionArn, group: group.name });
  } catch (error) {
    if (refusals.some((code) => isNamed(error, code))) throw functionNotExecutable();
    throw error;
  }
}

/** The last one is the operation table's for a service that is not built. */
const refusals = ["AccessDenied", "AccessDeniedException", "ResourceNotFoundException", "InternalFailure"];
