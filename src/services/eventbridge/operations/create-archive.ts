import { fail } from "../../../platform/aws-error.ts";
import { type Archive, archiveArn } from "../archives/archive.ts";
import { putArchiveRule } from "../archives/archive-rule.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { busStore } from "../buses/bus-store.ts";
import { eventsKey, parseBusName } from "../buses/event-bus.ts";
import { archiveExists, busNotFound, limitExceeded, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";
import { checkPattern } from "../rules/check-rule.ts";
import { ruleStore } from "../rules/rule-store.ts";

/** Keeps what comes to a bus from now on, all of it or what matches a pattern. */
export const createArchive: EventsOperation<"CreateArchive"> = async (input, context) => {
  const { ArchiveName: name = "", EventSourceArn, Description, EventPattern, RetentionDays = 0 } = input;
  if (input.KmsKeyIdentifier) throw notSupported("KmsKeyIdentifier of archives");
  const pattern = EventPattern || undefined;
  if (pattern !== undefined) checkPattern(pattern);
  const { bus } = parseBusName(EventSourceArn, context);
  const { storage, clock, random } = context.host;
  const archive: Archive = {
    name,
    id: random.uuid(),
    bus,
    description: Description,
    pattern,
    retentionDays: RetentionDays,
    createdMs: clock.nowMs(),
    hasRule: true,
  };
  await storage.partition(eventsKey(context)).write(async (tx) => {
    if (!(await busStore.find(tx, bus))) fail(busNotFound(bus));
    if (await archiveStore.find(tx, name)) throw archiveExists(name);
    if ((await archiveStore.count(tx)) >= limits.archives) throw limitExceeded();
    if ((await ruleStore.count(tx, bus)) >= limits.rulesPerBus) throw limitExceeded();
    await archiveStore.put(tx, archive);
    await putArchiveRule(tx, context, archive);
  });
  return { ArchiveArn: archiveArn(context, name), State: "ENABLED", CreationTime: new Date(archive.createdMs) };
};
