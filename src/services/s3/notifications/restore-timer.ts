import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { lookUp } from "../objects/find-version.ts";
import { createNotifier } from "./notifier.ts";
import { byS3Itself } from "./notifier-source.ts";

/** A restored copy, as its timer knows it. */
interface Restored {
  readonly key: string;
  readonly versionId: string;
  readonly readyMs: number;
  readonly expiresMs: number;
}

const restoreKind = "s3.restore";

/** With the commit that begins a restore, or gives its copy other days: its completion and its end are told. */
export async function setRestoreTimer(tx: WriteTransaction, restored: Restored, nowMs: number): Promise<void> {
  const dueMs = restored.readyMs > nowMs ? restored.readyMs : restored.expiresMs;
  const { key, versionId } = restored;
  await tx.setTimer({ kind: restoreKind, key: `${versionId} ${key}`, dueMs, payload: JSON.stringify(restored) });
}

/** The copy is there, or has gone: nothing of the object changes by it but what is told. */
export const restore: ServiceTimer<unknown> = {
  fire: async (firing, { host }) => {
    const { from } = firing;
    const restored = JSON.parse(firing.payload) as Restored;
    const [name = "", id = ""] = from.name.split("/");
    await host.storage.partition(from).write(async (tx) => {
      const isReady = firing.dueMs < restored.expiresMs;
      if (isReady) await firing.settle(tx, { dueMs: restored.expiresMs, payload: firing.payload });
      else await firing.settle(tx);
      const row = await bucketStore.find(tx);
      const found = row && (await lookUp(tx, { Key: restored.key, VersionId: restored.versionId }));
      // Deleted since, or another by the name.
      if (!row || found?.object.attributes.restore?.readyMs !== restored.readyMs) return;
      const bucket: Bucket = { name, id, account: from.account, region: from.region, createdMs: row.createdMs };
      const notifier = createNotifier(byS3Itself(bucket, host), bucket);
      await notifier.emit(tx, row, isReady ? "ObjectRestore:Completed" : "ObjectRestore:Delete", found.object);
    });
  },
};
