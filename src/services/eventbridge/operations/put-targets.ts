import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";
import { changeRule } from "../rules/find-rule.ts";
import { checkTarget } from "../targets/check-target.ts";
import { targetStore } from "../targets/target-store.ts";

/** Adds targets to a rule, or takes the places of those of their ids. */
export const putTargets: EventsOperation<"PutTargets"> = async ({ Rule = "", EventBusName, Targets = [] }, context) => {
  const targets = Targets.map((target) => checkTarget(target, context.host));
  await changeRule(context, { bus: EventBusName, name: Rule }, async (tx, rule, { bus }) => {
    const ids = new Set((await targetStore.list(tx, bus, rule.name)).map(({ Id }) => Id));
    for (const { Id } of targets) ids.add(Id);
    if (ids.size > limits.targetsPerRule) throw limitExceeded();
    for (const target of targets) await targetStore.put(tx, bus, rule.name, target);
  });
  return { FailedEntryCount: 0, FailedEntries: [] };
};
