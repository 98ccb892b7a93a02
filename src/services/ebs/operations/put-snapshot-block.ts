import { hash } from "node:crypto";
import type { Readable } from "node:stream";
import { blockBytes, blocksPerGiB, nameOf } from "../../block-storage/blocks/block.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { putStore } from "../../block-storage/snapshots/put-store.ts";
import { makeTimer } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { invalidBlock, invalidValue } from "../errors.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Puts a block to a snapshot that was started. Put again, it is another. */
export const putSnapshotBlock: EbsOperation<"PutSnapshotBlock"> = async (input, context) => {
  const {
    SnapshotId: id = "",
    BlockIndex: index = 0,
    DataLength: length,
    Progress: progress,
    Checksum: checksum = "",
  } = input;
  if (input.ChecksumAlgorithm !== "SHA256") throw invalidValue("The checksum algorithm must be SHA256.");
  if (length !== blockBytes) throw invalidBlock(`The data length must be ${blockBytes} bytes.`);
  const { storage, blobs, clock } = context.host;
  const partition = storage.partition(regionKey(context));
  // Before its bytes are taken in.
  const { sizeGiB } = await partition.read((tx) => findSnapshot(tx, id, "pending"));
  if (index < 0 || index >= sizeGiB * blocksPerGiB)
    throw invalidBlock("The block index is beyond the end of the volume.");
  const bytes = await readBlock(input.BlockData as unknown as Readable | Buffer);
  if (hash("sha256", bytes, "base64") !== checksum)
    throw invalidBlock("The checksum does not match the one that was computed of the data.");
  const name = nameOf(bytes);
  for (;;) {
    const isKnown = name === undefined || (await partition.read((tx) => blockStore.blob(tx, name))) !== undefined;
    const blob = isKnown ? undefined : (await blobs.write(oneChunk(bytes))).name;
    const { isStored, unused } = await partition.write(async (tx) => {
      const snapshot = await findSnapshot(tx, id, "pending");
      const spare: string[] = [];
      if (name !== undefined) {
        const isThere = (await blockStore.blob(tx, name)) !== undefined;
        // It was there, and has gone with the last that had it.
        if (!isThere && blob === undefined) return { isStored: false, unused: [] };
        if (blob !== undefined && !(await blockStore.addBlock(tx, name, blob))) spare.push(blob);
      }
      spare.push(...(await putStore.put(tx, id, index, name)));
      const { making } = snapshot;
      if (progress !== undefined) await snapshotStore.put(tx, { ...snapshot, progress: Math.min(progress, 99) });
      const minutes = making?.from === "puts" ? making.timeoutMinutes : 0;
      await tx.setTimer({ kind: makeTimer, key: id, dueMs: clock.nowMs() + minutes * 60_000 });
      return { isStored: true, unused: spare };
    });
    await blobs.delete(unused);
    if (isStored) return { Checksum: checksum, ChecksumAlgorithm: "SHA256" };
  }
};

/** Throws for fewer and for more bytes than a block has, as soon as there are more. */
async function readBlock(body: Readable | Buffer): Promise<Buffer> {
  // A signed body has been read to check it.
  if (Buffer.isBuffer(body)) return checkLength(body);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += (chunk as Buffer).length;
    if (length > blockBytes) break;
    chunks.push(chunk as Buffer);
  }
  return checkLength(length > blockBytes ? Buffer.alloc(0) : Buffer.concat(chunks));
}

function checkLength(bytes: Buffer): Buffer {
  if (bytes.length !== blockBytes) throw invalidBlock(`The block data must have ${blockBytes} bytes.`);
  return bytes;
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
