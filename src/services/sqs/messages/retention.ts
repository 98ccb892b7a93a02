import { eachPartition } from "../../../storage/each-partition.ts";
import { repeated } from "../../timers/repeated.ts";
import { queuesKey } from "../queues/queue.ts";
import { queueStore } from "../queues/queue-store.ts";
import type { SqsState } from "../state.ts";
import { expireSome } from "./remove-message.ts";

const hourMs = 60 * 60 * 1000;
const queuesPerPage = 100;

/**
 * Removes what has been kept too long from queues that nobody looks into: a receive removes it, too.
 */
export const messageRetention = repeated<SqsState>({
  everyMs: hourMs,
  failure: "messages that are past their retention could not be removed",
  run: async (signal, { state, host: { storage, clock } }) => {
    for await (const key of eachPartition(storage, queuesKey({ account: "", region: "" }).kind)) {
      for (let after = ""; ; ) {
        const names = await storage
          .partition(key)
          .read((tx) => queueStore.list(tx, { prefix: "", after, limit: queuesPerPage }));
        for (const name of names) {
          if (signal.aborted) return;
          const queue = await state.queues.find({ account: key.account, region: key.region, name });
          if (!queue) continue;
          const partition = storage.partition(queue.messagesKey);
          while (!signal.aborted && (await partition.write((tx) => expireSome(tx, queue, clock.nowMs()))));
        }
        after = names.at(-1) ?? "";
        if (names.length < queuesPerPage) break;
      }
    }
  },
});
