import { removeArchiveRule } from "../archives/archive-rule.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { busStore } from "../buses/bus-store.ts";
import { defaultBus, eventsKey, parseBusName } from "../buses/event-bus.ts";
import { validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";
import { ruleStore } from "../rules/rule-store.ts";

/** One that is not there is deleted, too. */
export const deleteEventBus: EventsOperation<"DeleteEventBus"> = async ({ Name }, context) => {
  const { bus } = parseBusName(Name, context);
  if (bus === defaultBus) throw validation("Cannot delete event bus default.");
  await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    const archives = await archiveStore.listOfBus(tx, bus);
    for (const archive of archives) await removeArchiveRule(tx, archive);
    if ((await ruleStore.count(tx, bus)) > 0)
      throw validation(
        `Event bus ${bus} cannot be deleted because it contains rules. Delete all rules before deleting the event bus.`,
      );
    for (const archive of archives) await archiveStore.remove(tx, archive);
    await busStore.remove(tx, bus);
  });
  return {};
};
