import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { ReplicationEvent } from "../notifications/event-names.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { byS3Itself } from "../notifications/notifier-source.ts";
import { lookUp } from "../objects/find-version.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import type { PendingCopy } from "./pending-store.ts";

/** Tells the source bucket's notifications what became of a copy. Source: "Event message structure", `replicationEventData`. */
export async function tellReplication(
  tx: WriteTransaction,
  host: ServiceHost,
  source: Bucket,
  { event, copy, failureReason }: { event: ReplicationEvent; copy: PendingCopy; failureReason?: string | undefined },
): Promise<void> {
  const row = await bucketStore.find(tx);
  const found = row && (await lookUp(tx, { Key: copy.key, VersionId: copy.versionId }));
  const object = event === "Replication:OperationNotTracked" ? goneVersion(copy) : found?.object;
  if (!row || !object) return;
  await createNotifier(byS3Itself(source, host), source).emit(tx, row, event, object, {
    replicationEventData: {
      replicationRuleId: copy.rule,
      destinationBucket: bucketArn(copy.target),
      s3Operation: object.isMarker ? "OBJECT_DELETE" : "OBJECT_PUT",
      requestTime: new Date(copy.sinceMs).toISOString(),
      ...(failureReason !== undefined && { failureReason }),
    },
  });
}

/** What its event tells of it: its name and its version. */
function goneVersion({ key, versionId, sizeBytes, sinceMs }: PendingCopy): StoredObject {
  return {
    key,
    versionId,
    sizeBytes,
    modifiedMs: sinceMs,
    isMarker: false,
    sequence: 0,
    etag: "",
    storageClass: "STANDARD",
    checksum: undefined,
    headers: {},
    tags: {},
    content: [],
    body: undefined,
    isMultipart: false,
    attributes: {},
  };
}
