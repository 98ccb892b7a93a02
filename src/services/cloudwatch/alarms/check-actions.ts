import { parseArn } from "../../../platform/arn.ts";
import { probeTarget } from "../../targets/send-to-target.ts";
import { targetKindOf } from "../../targets/target-kinds.ts";
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

async function checkAction(action: string, { host, account, region }: CloudWatchContext): Promise<void> {
  const arn = parseArn(action);
  if (!arn) throw invalidValue(`Invalid arn syntax: ${action}`);
  const kind = targetKindOf(arn);
  if (kind === "function") return;
  if (kind !== "topic") throw notSupported(`the alarm action ${action}`);
  // AWS does not look whether the topic exists. Here it matters whether the service does.
  const asked = { target: action, caller: { service: "cloudwatch.amazonaws.com" }, source: { account, region } };
  const state = await probeTarget(host, asked, ["topic"]);
  if (state.is === "not-built") throw notSupported(`the alarm action ${action}: the service SNS is not built yet`);
}
