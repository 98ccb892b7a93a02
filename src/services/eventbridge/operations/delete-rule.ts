import { isNamed } from "../../../platform/aws-error.ts";
import { validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";
import { changeRule } from "../rules/find-rule.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { scheduleTimer } from "../rules/schedule-rule.ts";
import { targetStore } from "../targets/target-store.ts";

/** One that is not there is deleted, too; one with targets is not. */
export const deleteRule: EventsOperation<"DeleteRule"> = async ({ Name = "", EventBusName, Force }, context) => {
  try {
    await changeRule(context, { bus: EventBusName, name: Name, force: Force }, async (tx, rule, { bus }) => {
      if ((await targetStore.list(tx, bus, rule.name)).length > 0)
        throw validation("Rule can't be deleted since it has targets.");
      await ruleStore.remove(tx, bus, rule.name);
      await tx.cancelTimer(scheduleTimer, rule.name);
    });
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException") || !error.message.startsWith("Rule ")) throw error;
  }
  return {};
};
