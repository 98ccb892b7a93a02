import type { ReadTransaction } from "../../../storage/database.ts";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { toBlockToken, tokenExpiryMs } from "../blocks/block-token.ts";
import { listBlocks, readPage } from "../blocks/list-blocks.ts";
import { unrelatedSnapshots } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** What is not the same in two snapshots of a lineage. Without a first one all blocks of the second. */
export const listChangedBlocks: EbsOperation<"ListChangedBlocks"> = async (input, context) => {
  const { FirstSnapshotId: firstId, SecondSnapshotId: secondId = "" } = input;
  const page = readPage(input);
  const { storage, clock } = context.host;
  const expiresMs = tokenExpiryMs(clock.nowMs());
  return storage.partition(regionKey(context)).read(async (tx) => {
    const second = await findSnapshot(tx, secondId, "completed");
    const first = firstId === undefined ? undefined : await findSnapshot(tx, firstId, "completed");
    if (first && !(await areRelated(tx, first, second))) throw unrelatedSnapshots();
    const { blocks, NextToken } = await listBlocks(tx, secondId, firstId, page);
    const token = (id: string, index: number, name: string | undefined) =>
      name === undefined ? undefined : toBlockToken(id, index, name, expiresMs);
    return {
      ChangedBlocks: blocks.map(({ index, name, formerName }) => ({
        BlockIndex: index,
        FirstBlockToken: firstId === undefined ? undefined : token(firstId, index, formerName),
        SecondBlockToken: token(secondId, index, name),
      })),
      ExpiryTime: new Date(expiresMs),
      VolumeSize: second.sizeGiB,
      BlockSize: blockBytes,
      NextToken,
    };
  });
};

/** Of one volume, or one of them an ancestor of the other. */
async function areRelated(tx: ReadTransaction, first: Snapshot, second: Snapshot): Promise<boolean> {
  if (first.id === second.id) return true;
  if (first.volumeId === second.volumeId && first.volumeId !== noVolume) return true;
  return (await isAncestor(tx, first, second)) || isAncestor(tx, second, first);
}

async function isAncestor(tx: ReadTransaction, { id }: Snapshot, of: Snapshot): Promise<boolean> {
  let each: Snapshot | undefined = of;
  for (let count = 0; each?.parentId !== undefined && count < limits.ancestors; count++) {
    if (each.parentId === id) return true;
    each = await snapshotStore.find(tx, each.parentId);
  }
  return false;
}

const noVolume = "vol-ffffffff";
