import type { Partition } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import { objectStore } from "./object-store.ts";

const rowsAtOnce = 1_000;

/**
 * The names of all blobs that rows of S3 name. Parts come before objects: an upload that is completed meanwhile moves its blobs
 * from the ones to the others, and so they are seen here or there, or twice.
 */
export async function* namedBlobs({ storage }: ServiceHost): AsyncGenerator<string> {
  for await (const key of bucketPartitions(storage)) {
    const partition = storage.partition(key);
    yield* blobsOfParts(partition);
    yield* blobsOfObjects(partition);
  }
}

async function* blobsOfParts(partition: Partition): AsyncGenerator<string> {
  let after = { upload: "", number: 0 };
  for (;;) {
    const rows = await partition.read((tx) => uploadStore.blobsAfter(tx, after, rowsAtOnce));
    for (const { blob } of rows) if (blob !== undefined) yield blob;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = { upload: last.upload, number: last.number };
  }
}

/** A version keeps its key and sequence when it becomes a former one, so none is missed between two pages. */
async function* blobsOfObjects(partition: Partition): AsyncGenerator<string> {
  let after = { key: "", sequence: 0 };
  for (;;) {
    const rows = await partition.read((tx) => objectStore.contentsAfter(tx, after, rowsAtOnce));
    for (const { content } of rows) for (const { blob } of content) yield blob;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = { key: last.key, sequence: last.sequence };
  }
}
