import { fail } from "../../../platform/aws-error.ts";
import { archiveArn } from "../archives/archive.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { toArchive } from "../archives/to-archive.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { archiveNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const describeArchive: EventsOperation<"DescribeArchive"> = async ({ ArchiveName: name = "" }, context) => {
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => archiveStore.find(tx, name));
  const archive = found ?? fail(archiveNotFound(name));
  return {
    ArchiveArn: archiveArn(context, name),
    ...(await toArchive(context.host, context, archive)),
    Description: archive.description,
    EventPattern: archive.pattern,
  };
};
