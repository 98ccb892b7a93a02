import { archiveStore } from "../archives/archive-store.ts";
import { toArchive } from "../archives/to-archive.ts";
import { busArn, eventsKey } from "../buses/event-bus.ts";
import { cutPage, findBus, toPage } from "../buses/find-bus.ts";
import { validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const listArchives: EventsOperation<"ListArchives"> = async (input, context) => {
  const { NamePrefix, EventSourceArn: source, State } = input;
  if ([NamePrefix, source, State].filter((value) => value !== undefined).length > 1)
    throw validation(
      "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.",
    );
  if (source !== undefined) await findBus(context, source);
  const page = toPage(input, NamePrefix);
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => archiveStore.list(tx, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  const shown = items.filter(
    ({ bus }) => (source ?? busArn(context, bus)) === busArn(context, bus) && (State ?? "ENABLED") === "ENABLED",
  );
  const Archives = [];
  for (const archive of shown) Archives.push(await toArchive(context.host, context, archive));
  return { Archives, NextToken };
};
