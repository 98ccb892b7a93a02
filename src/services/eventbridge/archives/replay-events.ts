import type { ServiceTimer } from "../../service.ts";
import { parseBusName } from "../buses/event-bus.ts";
import { limits } from "../limits.ts";
import type { BusEvent } from "../put-events/bus-event.ts";
import { Gathered } from "../put-events/fan-out.ts";
import { receiversOf } from "../put-events/to-effects.ts";
import type { EventsState } from "../state.ts";
import { archiveKey, type Replay } from "./archive.ts";
import { type ArchivedEvent, archivedStore, replayStore } from "./archive-store.ts";

export const replayTimer = "eventbridge.replay";

/** A replay's next events: what they lead to and how far it has come are one commit. A cancelled one ends here. */
export const replayEvents: ServiceTimer<EventsState> = {
  fire: async (firing, { host, state }) => {
    const { from, key } = firing;
    const partition = host.storage.partition(from);
    const replay = await partition.read((tx) => replayStore.find(tx, key));
    if (!replay) return;
    const bus = await state.buses.find(parseBusName(replay.busArn, from));
    const { position, toMs } = replay;
    const isOver = replay.state === "CANCELLING" || !bus;
    const page = isOver
      ? []
      : await host.storage
          .partition(archiveKey(from, { name: replay.archive, id: replay.archiveId }))
          .read((tx) => archivedStore.list(tx, { ...position, toMs, limit: limits.replayPage }));
    const nowMs = host.clock.nowMs();
    const gathered = new Gathered();
    const seen: ArchivedEvent[] = [];
    for (const archived of page) {
      if (!bus) break;
      const event = toReplayed(archived, replay, nowMs);
      gathered.add(bus, receiversOf(bus, event, replay.filterArns), event, replay.filterArns);
      seen.push(archived);
      if (gathered.isFull) break;
    }
    const isReplayed = await partition.write(async (tx) => {
      const current = await replayStore.find(tx, key);
      const isCancelled = current?.state === "CANCELLING";
      const hasEnded = isCancelled || (page.length < limits.replayPage && seen.length === page.length);
      if (!isCancelled) await gathered.emit(tx);
      const last = seen.at(-1);
      const next: Replay = {
        ...replay,
        state: isCancelled ? "CANCELLED" : hasEnded ? "COMPLETED" : "RUNNING",
        ...(hasEnded && { endedMs: nowMs }),
        ...(last && !isCancelled && { position: { timeMs: last.timeMs, seq: last.seq }, lastReplayedMs: last.timeMs }),
      };
      await replayStore.put(tx, next);
      await firing.settle(tx, hasEnded ? undefined : { dueMs: nowMs });
      return !isCancelled;
    });
    // Replayed events cost as much as those that are put.
    for (const { event } of isReplayed ? seen : []) state.metering.event(from, replay.busArn, Buffer.byteLength(event));
  },
};

/** The event as it was, under its id, with the replay's name. */
function toReplayed({ event, timeMs }: ArchivedEvent, { name }: Replay, nowMs: number): BusEvent {
  const value = JSON.parse(event) as Record<string, unknown> & { readonly resources: string[] };
  const detailAt = event.indexOf(',"detail":') + ',"detail":'.length;
  return {
    id: String(value.id),
    source: String(value.source),
    detailType: String(value["detail-type"]),
    account: String(value.account),
    region: String(value.region),
    timeMs,
    resources: value.resources,
    // Names and texts before it have their quotes escaped: it is the first that looks so.
    detail: event.slice(detailAt, -1),
    ingestedMs: nowMs,
    replayName: name,
  };
}
