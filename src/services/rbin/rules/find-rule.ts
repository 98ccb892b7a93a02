import type { ReadTransaction } from "../../../storage/database.ts";
import type { RetentionRule } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { ruleIs, ruleNotFound } from "../errors.ts";
import { lockStateOf } from "./to-rule.ts";

export async function findRule(tx: ReadTransaction, id: string): Promise<RetentionRule> {
  const rule = await ruleStore.find(tx, id);
  if (!rule) throw ruleNotFound(id);
  return rule;
}

/** By the ARN that tags are asked for by. */
export function idOfArn(arn: string): string {
  const [, id] = /^arn:[^:]+:rbin:[^:]*:\d{12}:rule\/([0-9a-zA-Z]{11})$/.exec(arn) ?? [];
  if (id === undefined) throw ruleNotFound(arn);
  return id;
}

/** One that is locked, or whose unlock delay has not passed, is changed by nobody. */
export function checkUnlocked(rule: RetentionRule, nowMs: number): void {
  const state = lockStateOf(rule, nowMs);
  if (state === "locked" || state === "pending_unlock")
    throw ruleIs(`The rule ${rule.id} is in the ${state} lock state, so it cannot be changed or deleted.`);
}
