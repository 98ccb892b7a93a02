import { activeStates, archiveArn, type Replay, replayArn } from "../archives/archive.ts";
import { archiveStore, replayStore } from "../archives/archive-store.ts";
import { replayTimer } from "../archives/replay-events.ts";
import { busStore } from "../buses/bus-store.ts";
import { busArn, eventsKey, parseBusName } from "../buses/event-bus.ts";
import { busNotFound, invalidParameter, limitExceeded, replayExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";

/** Sends an archive's events of a time to their bus again, to all rules or to some. */
export const startReplay: EventsOperation<"StartReplay"> = async (input, context) => {
  const { ReplayName: name = "", EventSourceArn = "", Destination, EventStartTime, EventEndTime } = input;
  const fromMs = EventStartTime?.getTime() ?? 0;
  const toMs = EventEndTime?.getTime() ?? 0;
  const archiveName = EventSourceArn.slice(archiveArn(context, "").length);
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  if (toMs <= fromMs) throw invalidParameter("EventEndTime", "EventStartTime must be before EventEndTime.");
  const destination = parseBusName(Destination?.Arn, context);
  await storage.partition(eventsKey(context)).write(async (tx) => {
    const isHere = destination.account === context.account && destination.region === context.region;
    if (isHere && !(await busStore.find(tx, destination.bus))) throw busNotFound(destination.bus);
    if (await replayStore.find(tx, name)) throw replayExists(name);
    const archive = EventSourceArn.startsWith(archiveArn(context, ""))
      ? await archiveStore.find(tx, archiveName)
      : undefined;
    if (!archive) throw invalidParameter("EventSourceArn", `Archive ${archiveName} does not exist.`);
    if (Destination?.Arn !== busArn(context, archive.bus))
      throw invalidParameter("Destination.Arn", "Cross event bus replay is not permitted.");
    const replays = await replayStore.list(tx, { prefix: "", after: "", limit: mostLooked });
    if (replays.filter(({ state }) => activeStates.has(state)).length >= limits.activeReplays) throw limitExceeded();
    const replay: Replay = {
      name,
      archive: archive.name,
      archiveId: archive.id,
      description: input.Description,
      state: "STARTING",
      busArn: Destination.Arn ?? "",
      filterArns: Destination.FilterArns,
      fromMs,
      toMs,
      startedMs: nowMs,
      position: { timeMs: fromMs, seq: -1 },
    };
    await replayStore.put(tx, replay);
    await tx.setTimer({ kind: replayTimer, key: name, dueMs: nowMs });
  });
  return { ReplayArn: replayArn(context, name), State: "STARTING", ReplayStartTime: new Date(nowMs) };
};

/** AWS forgets a replay after 90 days; nobody has more of them. */
const mostLooked = 10_000;
