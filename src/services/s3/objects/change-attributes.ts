import { fail } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { methodNotAllowed } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { emitReplication } from "../replication/emit-replication.ts";
import { lookUp, missing, type VersionInput } from "./find-version.ts";
import { objectStore } from "./object-store.ts";
import type { ObjectAttributes, StoredObject } from "./stored-object.ts";

/**
 * Changes what one version of an object has beside its bytes, in one write, and gives the version as it was. `change` obeys the
 * rules of `Partition.write`. Throws
 * NoSuchKey, NoSuchVersion, and MethodNotAllowed for a delete marker.
 */
export async function changeAttributes(
  context: S3Context,
  bucket: Bucket,
  input: VersionInput,
  change: (tx: WriteTransaction, object: StoredObject, row: BucketRow) => Promise<ObjectAttributes>,
): Promise<StoredObject> {
  return context.state.buckets.write(bucket, async (tx, row) => {
    const { object, isLatest } = (await lookUp(tx, input)) ?? fail(missing(input));
    if (object.isMarker) throw methodNotAllowed(context.request.method ?? "PUT", "DeleteMarker");
    const changed = { ...object, attributes: await change(tx, object, row) };
    await objectStore.putAttributes(tx, changed, isLatest);
    await emitReplication(tx, row, changed, "attributes", context.host);
    return object;
  });
}
