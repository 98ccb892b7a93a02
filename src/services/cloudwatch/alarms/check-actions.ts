import { parseArn } from "../../../platform/arn.ts";
import { targetKindOf } from "../../targets/target-kinds.ts";
import { invalidValue, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";

/** Refuses what could not be run when the alarm changes its state: silently doing nothing would be worse. Whether a function or topic is there AWS does not look. */
export function checkActions(actions: readonly string[] | undefined, parameter: string): readonly string[] {
  if (!actions) return [];
  if (actions.length > limits.actionsPerState) {
    throw invalidValue(`The collection ${parameter} must not have a size greater than ${limits.actionsPerState}.`);
  }
  for (const action of actions) checkAction(action);
  return actions;
}

function checkAction(action: string): void {
  const arn = parseArn(action);
  if (!arn) throw invalidValue(`Invalid arn syntax: ${action}`);
  const kind = targetKindOf(arn);
  if (kind !== "function" && kind !== "topic") throw notSupported(`the alarm action ${action}`);
}
