import type { Database } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { blockStore } from "./block-store.ts";

/** Blobs of all blocks of all accounts and regions: for the sweep of what nothing names. */
export async function* eachBlob(storage: Database): AsyncIterable<string> {
  for await (const key of eachPartition(storage, "ec2")) {
    const partition = storage.partition(key);
    const rows = eachRow(
      (last: { name: string } | undefined) =>
        partition.read((tx) => blockStore.blobs(tx, last?.name ?? "", blobsAtOnce)),
      blobsAtOnce,
    );
    for await (const { blob } of rows) yield blob;
  }
}

const blobsAtOnce = 1_000;
