import type { EventsOperation } from "../operation.ts";
import { changeRule } from "../rules/find-rule.ts";
import { targetStore } from "../targets/target-store.ts";

/** Ids that are not there are told in the answer, and no reason to leave the others. */
export const removeTargets: EventsOperation<"RemoveTargets"> = async (input, context) => {
  const { Rule: name = "", EventBusName: bus, Ids = [], Force: force } = input;
  const failed = await changeRule(context, { bus, name, force }, async (tx, rule, at) => {
    const known = new Set((await targetStore.list(tx, at.bus, rule.name)).map(({ Id }) => Id));
    for (const id of Ids) await targetStore.remove(tx, at.bus, rule.name, id);
    return Ids.filter((id) => !known.has(id));
  });
  return {
    FailedEntryCount: failed.length,
    FailedEntries: failed.map((TargetId) => ({
      TargetId,
      ErrorCode: "ResourceNotFoundException",
      ErrorMessage: `Target ${TargetId} does not exist on Rule ${name}.`,
    })),
  };
};
