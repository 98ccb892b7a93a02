import { fail } from "../../../platform/aws-error.ts";
import { archiveKey } from "../archives/archive.ts";
import { removeArchiveRule } from "../archives/archive-rule.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { archiveNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** With its events. */
export const deleteArchive: EventsOperation<"DeleteArchive"> = async ({ ArchiveName: name = "" }, context) => {
  const { storage } = context.host;
  const archive = await storage.partition(eventsKey(context)).write(async (tx) => {
    const found = (await archiveStore.find(tx, name)) ?? fail(archiveNotFound(name));
    await archiveStore.remove(tx, found);
    await removeArchiveRule(tx, found);
    return found;
  });
  await storage.partition(archiveKey(context, archive)).drop();
  return {};
};
