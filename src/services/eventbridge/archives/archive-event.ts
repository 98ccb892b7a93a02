import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { type BusEvent, toEventText } from "../put-events/bus-event.ts";
import type { ArchiveEffect } from "../put-events/to-effects.ts";
import type { EventsState } from "../state.ts";
import { archiveArn, archiveKey } from "./archive.ts";
import { archivedStore, archiveStore } from "./archive-store.ts";

/** Puts an event into an archive, once; one that has been deleted meanwhile gets none. */
export const archiveEvent: EffectReceiver<EventsState> = async ({ payload }, from, { host, state }) => {
  const { archive, event } = JSON.parse(payload) as ArchiveEffect;
  const { account, region } = from;
  const known = await host.storage
    .partition(eventsKey({ account, region }))
    .read((tx) => archiveStore.find(tx, archive.name));
  if (known?.id !== archive.id) return delivered;
  const bytes = bytesOf(event);
  await host.storage
    .partition(archiveKey({ account, region }, archive))
    .write((tx) => archivedStore.add(tx, { id: event.id, timeMs: event.timeMs, bytes, event: toEventText(event) }));
  state.metering.archived(from, archiveArn(from, archive.name), bytes);
  return delivered;
};

/** As AWS counts it: the texts, the time and the account, as recorded. */
function bytesOf({ source, detailType, detail, resources }: BusEvent): number {
  const texts = [source, detailType, detail, ...resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), timeBytes + accountBytes);
}

const timeBytes = 14;
const accountBytes = 12;
