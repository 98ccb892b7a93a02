import { createPartitionSweeper } from "../../../partition-sweeper.ts";
import type { RecurringWork } from "../../../recurring-work.ts";
import type { ServiceHost } from "../../../service.ts";
import { eventsKind } from "./event-queues.ts";
import { receivedStore } from "./received-store.ts";

const rowsAtOnce = 1_000;

/** Forgets the deliveries of functions that get no more: a queue in use does it by itself. */
export function createReceivedSweeper(host: ServiceHost): RecurringWork {
  return createPartitionSweeper(host, {
    lease: "lambda.received",
    kind: eventsKind,
    failure: "the deliveries of functions could not be forgotten",
    sweep: async (key, isStopped) => {
      const partition = host.storage.partition(key);
      let removed: number;
      do {
        removed = await partition.write((tx) => receivedStore.removeExpired(tx, host.clock.nowMs(), rowsAtOnce));
      } while (removed === rowsAtOnce && !isStopped());
    },
  });
}
