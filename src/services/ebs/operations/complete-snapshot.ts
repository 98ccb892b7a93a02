import { createHash } from "node:crypto";
import type { ReadTransaction } from "../../../storage/database.ts";
import { nameBytes, zeroes } from "../../block-storage/blocks/block.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { putStore } from "../../block-storage/snapshots/put-store.ts";
import { makeTimer } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { invalidValue } from "../errors.ts";
import type { EbsOperation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** All blocks are put: the snapshot is completed soon. */
export const completeSnapshot: EbsOperation<"CompleteSnapshot"> = async (input, context) => {
  const {
    SnapshotId: id = "",
    ChangedBlocksCount: count,
    Checksum,
    ChecksumAlgorithm,
    ChecksumAggregationMethod,
  } = input;
  const given = [Checksum, ChecksumAlgorithm, ChecksumAggregationMethod].filter((each) => each !== undefined);
  if (given.length > 0 && given.length < 3)
    throw invalidValue("Checksum, ChecksumAlgorithm and ChecksumAggregationMethod must be specified together.");
  const { storage, clock } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id, "pending");
    if (snapshot.making?.from !== "puts") return;
    const put = await putStore.count(tx, id);
    if (put !== count) throw invalidValue(`The number of changed blocks is ${count}, and ${put} blocks were written.`);
    if (Checksum !== undefined && Checksum !== (await checksumOf(tx, id)))
      throw invalidValue("The checksum does not match the one that was computed of the blocks.");
    await snapshotStore.put(tx, { ...snapshot, making: { ...snapshot.making, isSealed: true } });
    await tx.setTimer({ kind: makeTimer, key: id, dueMs: clock.nowMs() });
  });
  return { Status: "pending" };
};

/** Of the checksums of what was put, in the order of the blocks. */
async function checksumOf(tx: ReadTransaction, id: string): Promise<string> {
  const sum = createHash("sha256");
  const zeroSum = createHash("sha256").update(zeroes).digest();
  let from = 0;
  for (;;) {
    const rows = await putStore.list(tx, id, from, rowsAtOnce);
    for (const { name } of rows) sum.update(name === "" ? zeroSum : Buffer.from(name, "hex").subarray(0, nameBytes));
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return sum.digest("base64");
    from = last.block + 1;
  }
}

const rowsAtOnce = 10_000;
