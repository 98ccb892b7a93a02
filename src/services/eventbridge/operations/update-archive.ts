import { fail } from "../../../platform/aws-error.ts";
import { archiveArn, archiveRuleName } from "../archives/archive.ts";
import { putArchiveRule } from "../archives/archive-rule.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { archiveNotFound, notSupported, validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";
import { checkPattern } from "../rules/check-rule.ts";
import { ruleStore } from "../rules/rule-store.ts";

/** What is not given stays as it is. */
export const updateArchive: EventsOperation<"UpdateArchive"> = async (input, context) => {
  const { ArchiveName: name = "", Description, EventPattern: pattern, RetentionDays } = input;
  if (input.KmsKeyIdentifier) throw notSupported("KmsKeyIdentifier of archives");
  if ((Description ?? pattern ?? RetentionDays) === undefined)
    throw validation("At least one of EventPattern, RetentionDays or Description must be provided.");
  if (pattern) checkPattern(pattern);
  const archive = await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    const former = (await archiveStore.find(tx, name)) ?? fail(archiveNotFound(name));
    const changed = {
      ...former,
      description: Description ?? former.description,
      pattern: pattern === undefined ? former.pattern : pattern || undefined,
      retentionDays: RetentionDays ?? former.retentionDays,
    };
    await archiveStore.put(tx, changed);
    // Without its rule, which somebody may have deleted by force, it takes nothing, as before.
    if (await ruleStore.find(tx, changed.bus, archiveRuleName(name))) await putArchiveRule(tx, context, changed);
    return changed;
  });
  return { ArchiveArn: archiveArn(context, name), State: "ENABLED", CreationTime: new Date(archive.createdMs) };
};
