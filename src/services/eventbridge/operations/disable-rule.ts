import type { EventsOperation } from "../operation.ts";
import { changeRule } from "../rules/find-rule.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { setSchedule } from "../rules/schedule-rule.ts";

export const disableRule: EventsOperation<"DisableRule"> = async ({ Name = "", EventBusName }, context) => {
  await changeRule(context, { bus: EventBusName, name: Name }, async (tx, rule) => {
    const changed = { ...rule, state: "DISABLED" as const };
    await ruleStore.put(tx, changed);
    if (rule.schedule !== undefined) await setSchedule(tx, changed, context.host.clock.nowMs());
  });
  return {};
};
