import type { Partition } from "../../../storage/database.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { ServiceHost } from "../../service.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";
import { type PartBlob, uploadStore } from "../multipart/upload-store.ts";
import { objectStore, type VersionContent } from "./object-store.ts";

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
  const read = (after: PartBlob = { upload: "", number: 0, blob: undefined }) =>
    partition.read((tx) => uploadStore.blobsAfter(tx, after, rowsAtOnce));
  for await (const { blob } of eachRow(read, rowsAtOnce)) if (blob !== undefined) yield blob;
}

/** A version keeps its key and sequence when it becomes a former one, so none is missed between two pages. */
async function* blobsOfObjects(partition: Partition): AsyncGenerator<string> {
  const read = (after: VersionContent = { key: "", sequence: 0, content: [] }) =>
    partition.read((tx) => objectStore.contentsAfter(tx, after, rowsAtOnce));
  for await (const { content } of eachRow(read, rowsAtOnce)) for (const { blob } of content) yield blob;
}
