import { blockBytes } from "../../block-storage/blocks/block.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { toBlockToken, tokenExpiryMs } from "../blocks/block-token.ts";
import { listBlocks, readPage } from "../blocks/list-blocks.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** The blocks of a snapshot that have something in them, with what they are read by. */
export const listSnapshotBlocks: EbsOperation<"ListSnapshotBlocks"> = async (input, context) => {
  const { SnapshotId: id = "" } = input;
  const page = readPage(input);
  const { storage, clock } = context.host;
  const expiresMs = tokenExpiryMs(clock.nowMs());
  return storage.partition(regionKey(context)).read(async (tx) => {
    const { sizeGiB } = await findSnapshot(tx, id, "completed");
    const { blocks, NextToken } = await listBlocks(tx, id, undefined, page);
    return {
      Blocks: blocks.map(({ index, name = "" }) => ({
        BlockIndex: index,
        BlockToken: toBlockToken(id, index, name, expiresMs),
      })),
      ExpiryTime: new Date(expiresMs),
      VolumeSize: sizeGiB,
      BlockSize: blockBytes,
      NextToken,
    };
  });
};
