import { mayBeCommitted } from "../../../storage/unreachable-storage-error.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { expirationHeader } from "../lifecycle/expiration-header.ts";
import type { EventName } from "../notifications/event-names.ts";
import { createNotifier } from "../notifications/notifier.ts";
import type { S3Context } from "../operation.ts";
import { withReplication } from "../replication/replication.ts";
import { completeDraft, type WantedAttributes } from "./complete-draft.ts";
import { checkWriteConditions, type WriteConditions } from "./conditions.ts";
import { objectStore } from "./object-store.ts";
import { type NewVersion, replaceObject } from "./replace-object.ts";
import { blobsOf, type ObjectDraft, type StoredObject } from "./stored-object.ts";
import { createVersionId } from "./version-id.ts";

export interface ObjectCommit {
  readonly key: string;
  readonly draft: Omit<ObjectDraft, "attributes">;
  readonly wanted: WantedAttributes;
  readonly conditions: WriteConditions;
  readonly event: EventName;
}

export interface CommittedObject {
  readonly object: StoredObject;
  /** To be shown only where the bucket's versioning is enabled. */
  readonly versionId: string | undefined;
  /** Whether versioning is enabled or suspended. */
  readonly hasVersions: boolean;
  /** What the bucket's lifecycle will do to it, for the answer's header. */
  readonly expiration: string | undefined;
}

/**
 * Commits a new version whose bytes are in the blob store already: the row, and in the same transaction an effect for each
 * notification that matches. If nothing was committed the bytes are given back.
 */
export async function commitObject(context: S3Context, bucket: Bucket, commit: ObjectCommit): Promise<CommittedObject> {
  const { key, draft, conditions } = commit;
  const version = newVersion(context, key);
  const facts = { nowMs: version.nowMs, etag: context.host.random.text(32, "0123456789abcdef") };
  const notifier = createNotifier(context, bucket);
  const { state } = context;
  try {
    const { object, discarded, versioning, expiration } = await state.buckets.write(bucket, async (tx, row) => {
      const current = await objectStore.find(tx, key);
      checkWriteConditions(key, current, conditions);
      const complete = completeDraft(draft, commit.wanted, { ...facts, row, bucket });
      const change = await replaceObject(tx, row, current, withReplication(row, key, complete), version);
      await notifier.emit(tx, row, commit.event, change.object);
      return {
        ...change,
        versioning: row.versioning,
        expiration: expirationHeader(row.lifecycle, change.object),
      };
    });
    state.bodies.discard(discarded);
    const versionId = versioning === "Enabled" ? object.versionId : undefined;
    return { object, versionId, hasVersions: versioning !== undefined, expiration };
  } catch (error) {
    if (!mayBeCommitted(error)) state.bodies.discard(blobsOf(draft));
    throw error;
  }
}

export function newVersion({ host }: S3Context, key: string): NewVersion {
  const nowMs = host.clock.nowMs();
  return { key, versionId: createVersionId(host.random, nowMs), nowMs };
}
