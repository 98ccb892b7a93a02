import type { ServiceTimer } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { S3State } from "../state.ts";
import { pendingStore } from "./pending-store.ts";
import { tellReplication } from "./tell-replication.ts";
import { thresholdMs } from "./threshold-timer.ts";

const copiesPerCommit = 100;

/** Tells of the copies that were not made in the time that their rule promises, each once. */
export const missThreshold: ServiceTimer<S3State>["fire"] = async ({ from }, { host }) => {
  const [name = "", id = ""] = from.name.split("/");
  const source: Bucket = { name, id, account: from.account, region: from.region, createdMs: 0 };
  const untilMs = host.clock.nowMs() - thresholdMs;
  for (let told = copiesPerCommit; told === copiesPerCommit; ) {
    told = await host.storage.partition(from).write(async (tx) => {
      const late = await pendingStore.overdue(tx, untilMs, copiesPerCommit);
      for (const copy of late) {
        await pendingStore.setLate(tx, copy.id);
        await tellReplication(tx, host, source, { event: "Replication:OperationMissedThreshold", copy });
      }
      return late.length;
    });
  }
};
