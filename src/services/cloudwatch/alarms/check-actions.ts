import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { invalidValue, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatchContext } from "../operation.ts";

/** Refuses what could not be run when the alarm changes its state: silently doing nothing would be worse. */
export async function checkActions(
  actions: readonly string[] | undefined,
  parameter: string,
  context: CloudWatchContext,
): Promise<readonly string[]> {
  if (!actions) return [];
  if (actions.length > limits.actionsPerState) {
    throw invalidValue(`The collection ${parameter} must not have a size greater than ${limits.actionsPerState}.`);
  }
  for (const action of actions) await checkAction(action, context);
  return actions;
}

async function checkAction(action: string, context: CloudWatchContext): Promise<void> {
  const arn = parseArn(action);
  if (!arn) throw invalidValue(`Invalid arn syntax: ${action}`);
  if (arn.service === "lambda" && /^function:[\w-]+(:[\w$-]+)?$/.test(arn.resource)) return;
  if (arn.service === "sns" && /^[\w-]+(\.fifo)?$/.test(arn.resource)) return checkTopic(action, context);
  throw notSupported(`the alarm action ${action}`);
}

/** AWS does not look whether the topic exists. Here it matters whether the service does. */
async function checkTopic(action: string, context: CloudWatchContext): Promise<void> {
  try {
    await context.call("sns", "GetTopicAttributes", { TopicArn: action });
  } catch (error) {
    if (error instanceof AwsError && error.status === 501) {
      throw notSupported(`the alarm action ${action}: the service SNS is not built yet`);
    }
  }
}
