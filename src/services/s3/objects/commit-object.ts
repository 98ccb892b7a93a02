import { alphabets } from "../../../platform/random.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { S3Context } from "../model.ts";
import type { EventName } from "../notifications/event-names.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { checkWriteConditions, type WriteConditions } from "./conditions.ts";
import { objectStore } from "./object-store.ts";
import { type NewVersion, replaceObject } from "./replace-object.ts";
import { blobsOf, type ObjectDraft, type StoredObject } from "./stored-object.ts";

export interface ObjectCommit {
  readonly key: string;
  readonly draft: ObjectDraft;
  readonly conditions: WriteConditions;
  readonly event: EventName;
}

export interface CommittedObject {
  readonly object: StoredObject;
  /** To be shown only where the bucket's versioning is enabled. */
  readonly versionId: string | undefined;
}

/**
 * Commits a new version whose bytes are in the blob store already: the row, and in the same transaction an effect for each
 * notification that matches. If the commit fails the bytes are given back.
 */
export async function commitObject(context: S3Context, bucket: Bucket, commit: ObjectCommit): Promise<CommittedObject> {
  const { key, draft, conditions } = commit;
  const version = newVersion(context, key);
  const notifier = createNotifier(context, bucket);
  const { state } = context;
  try {
    const { object, discarded, isVersioned } = await state.buckets.write(bucket, async (tx, row) => {
      const current = await objectStore.find(tx, key);
      checkWriteConditions(key, current, conditions);
      const change = await replaceObject(tx, row, current, draft, version);
      await notifier.emit(tx, row, commit.event, change.object);
      return { ...change, isVersioned: row.versioning === "Enabled" };
    });
    state.bodies.discard(discarded);
    return { object, versionId: isVersioned ? object.versionId : undefined };
  } catch (error) {
    state.bodies.discard(blobsOf(draft));
    throw error;
  }
}

export function newVersion({ host }: S3Context, key: string): NewVersion {
  return { key, versionId: host.random.text(32, alphabets.base62), nowMs: host.clock.nowMs() };
}
