import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import type { EventName } from "../notifications/event-names.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { pendingStore } from "./pending-store.ts";
import { type ReplicaTarget, type ReplicatedChange, replicaTargets } from "./replication.ts";

import { setThresholdTimer } from "./threshold-timer.ts";

export const replicationTopic = "s3.replication";

/** What the outbox carries. JSON; the source bucket is the partition that it comes from. */
export interface ReplicationJob {
  readonly key: string;
  readonly versionId: string;
  readonly change: ReplicatedChange;
  readonly target: ReplicaTarget;
}

/** Records in the commit of a change that each copy of the object is to get it. */
export async function emitReplication(
  tx: WriteTransaction,
  { replication }: BucketRow,
  object: StoredObject,
  change: ReplicatedChange,
  { random, clock }: Pick<ServiceHost, "random" | "clock">,
): Promise<void> {
  const { key, versionId, sizeBytes } = object;
  for (const target of replicaTargets(replication, object, change)) {
    const job: ReplicationJob = { key, versionId, change, target };
    const id = random.uuid();
    await tx.emit({ topic: replicationTopic, id, payload: JSON.stringify(job) });
    const { measured, rule, bucket } = target;
    if (measured === undefined) continue;
    const sinceMs = clock.nowMs();
    const isTimed = measured === "timed";
    const bytes = change === "object" ? sizeBytes : 0;
    await pendingStore.add(tx, { id, key, versionId, rule, target: bucket, sizeBytes: bytes, sinceMs, isTimed });
    if (isTimed) await setThresholdTimer(tx, sinceMs);
  }
}

/** Changes of one key reach a copy in their order. */
export function replicationOrder({ payload }: { readonly payload: string }): string {
  const { key, target } = JSON.parse(payload) as ReplicationJob;
  return `${target.bucket} ${key}`;
}

/** What an event tells of a change that copies get; what lifecycles do is done to each copy by its own bucket's. */
export function changeOf(event: EventName): ReplicatedChange | undefined {
  if (event.startsWith("ObjectCreated:")) return "object";
  if (event === "ObjectRemoved:DeleteMarkerCreated") return "marker";
  return event.startsWith("ObjectTagging:") ? "attributes" : undefined;
}
