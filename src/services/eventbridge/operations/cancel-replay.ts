import { fail } from "../../../platform/aws-error.ts";
import { replayArn } from "../archives/archive.ts";
import { replayStore } from "../archives/archive-store.ts";
import { replayTimer } from "../archives/replay-events.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { replayHasEnded, replayNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** What has been sent stays sent. */
export const cancelReplay: EventsOperation<"CancelReplay"> = async ({ ReplayName: name = "" }, context) => {
  const { storage, clock } = context.host;
  await storage.partition(eventsKey(context)).write(async (tx) => {
    const replay = (await replayStore.find(tx, name)) ?? fail(replayNotFound(name));
    if (replay.state !== "STARTING" && replay.state !== "RUNNING") throw replayHasEnded(name, replay.state);
    await replayStore.put(tx, { ...replay, state: "CANCELLING" });
    await tx.setTimer({ kind: replayTimer, key: name, dueMs: clock.nowMs() });
  });
  return { ReplayArn: replayArn(context, name), State: "CANCELLING" };
};
