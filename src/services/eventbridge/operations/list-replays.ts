import { archiveArn } from "../archives/archive.ts";
import { replayStore } from "../archives/archive-store.ts";
import { toReplay } from "../archives/to-archive.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import { validation } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const listReplays: EventsOperation<"ListReplays"> = async (input, context) => {
  const { NamePrefix, EventSourceArn: source, State } = input;
  if ([NamePrefix, source, State].filter((value) => value !== undefined).length > 1)
    throw validation(
      "At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.",
    );
  const page = toPage(input, NamePrefix);
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => replayStore.list(tx, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  const shown = items.filter(
    ({ archive, state }) =>
      (source ?? archiveArn(context, archive)) === archiveArn(context, archive) && (State ?? state) === state,
  );
  return { Replays: shown.map((replay) => toReplay(context, replay)), NextToken };
};
