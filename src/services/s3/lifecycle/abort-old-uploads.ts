import { eachRow } from "../../../storage/each-row.ts";
import type { ServiceHost } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { BucketDirectory } from "../buckets/bucket-directory.ts";
import { limits } from "../limits.ts";
import { type Upload, uploadStore } from "../multipart/upload-store.ts";
import type { Bodies } from "../objects/bodies.ts";
import { daysAfter, filterOf, type StoredLifecycle } from "./lifecycle-rule.ts";

const uploadsAtOnce = 1_000;

/** What of S3's state a lifecycle changes. */
export interface LifecycleStores {
  readonly buckets: BucketDirectory;
  readonly bodies: Bodies;
}

interface Run {
  readonly bucket: Bucket;
  readonly stores: LifecycleStores;
  readonly host: ServiceHost;
  readonly lifecycle: StoredLifecycle;
  readonly nowMs: number;
}

/** Ends the uploads that have been going on for longer than a rule allows. Source: "AbortIncompleteMultipartUpload". */
export async function abortOldUploads(run: Run): Promise<void> {
  const { bucket, stores } = run;
  const read = (after: Upload | undefined) =>
    stores.buckets.read(bucket, (tx) =>
      after
        ? uploadStore.listAfter(tx, after.key, after.id, uploadsAtOnce)
        : uploadStore.listFrom(tx, "", uploadsAtOnce),
    );
  for await (const upload of eachRow(read, uploadsAtOnce)) if (isTooOld(run, upload)) await abort(run, upload);
}

function isTooOld({ lifecycle, nowMs }: Run, { key, initiatedMs }: Upload): boolean {
  return lifecycle.rules.some((rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    if (rule.Status !== "Enabled" || days === undefined || !key.startsWith(filterOf(rule).prefix)) return false;
    return daysAfter(initiatedMs, days) <= nowMs;
  });
}

async function abort({ bucket, stores }: Run, { key, id }: Upload): Promise<void> {
  const blobs = await stores.buckets.write(bucket, async (tx) => {
    const upload = await uploadStore.find(tx, key, id);
    if (!upload) return [];
    const parts = await uploadStore.parts(tx, id, 0, limits.parts);
    await uploadStore.remove(tx, upload);
    return parts.flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
  });
  stores.bodies.discard(blobs);
}
