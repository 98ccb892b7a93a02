import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { blockBytes, blockName, pageBlocks } from "../../block-storage/blocks/block.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { checkBlockToken } from "../blocks/block-token.ts";
import { invalidBlockToken } from "../errors.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** A block, by the token that a list gave for it. */
export const getSnapshotBlock: EbsOperation<"GetSnapshotBlock"> = async (input, context) => {
  const { SnapshotId: id = "", BlockIndex: index = 0, BlockToken: token = "" } = input;
  const { storage, blobs, clock } = context.host;
  const blob = await storage.partition(regionKey(context)).read(async (tx) => {
    await findSnapshot(tx, id, "completed");
    const page = await blockStore.page(tx, id, Math.floor(index / pageBlocks));
    const name = page && blockName(page, index % pageBlocks);
    checkBlockToken(token, id, index, name, clock.nowMs());
    return name === undefined ? undefined : blockStore.blob(tx, name);
  });
  if (blob === undefined) throw invalidBlockToken();
  const bytes = await blobs.readAll(blob);
  return {
    DataLength: blockBytes,
    BlockData: Readable.from([bytes], { objectMode: false }),
    Checksum: hash("sha256", bytes, "base64"),
    ChecksumAlgorithm: "SHA256",
  };
};
