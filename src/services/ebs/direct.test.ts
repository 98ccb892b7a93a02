import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import {
  CompleteSnapshotCommand,
  EBSClient,
  GetSnapshotBlockCommand,
  ListChangedBlocksCommand,
  ListSnapshotBlocksCommand,
  PutSnapshotBlockCommand,
  StartSnapshotCommand,
} from "@aws-sdk/client-ebs";
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { eventually } from "../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";
import { blockBytes } from "../block-storage/blocks/block.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const filled = (byte: number) => Buffer.alloc(blockBytes, byte);

describe("EBS's direct APIs", () => {
  let squall: TestSquall;
  let ebs: EBSClient;
  let ec2: EC2Client;
  before(async () => {
    squall = await startSquall();
    ebs = squall.client(EBSClient);
    ec2 = squall.client(EC2Client);
  });
  after(async () => {
    ebs.destroy();
    ec2.destroy();
    await squall.close();
  });

  const put = (SnapshotId: string, BlockIndex: number, bytes: Buffer, more: object = {}) =>
    ebs.send(
      new PutSnapshotBlockCommand({
        SnapshotId,
        BlockIndex,
        BlockData: bytes,
        DataLength: blockBytes,
        Checksum: sha256(bytes).toString("base64"),
        ChecksumAlgorithm: "SHA256",
        ...more,
      }),
    );
  const stateOf = async (id: string) =>
    (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }))).Snapshots?.[0]?.State;
  const made = async (blocks: ReadonlyMap<number, Buffer>, more: object = {}) => {
    const { SnapshotId = "" } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1, ...more }));
    for (const [index, bytes] of blocks) await put(SnapshotId, index, bytes);
    const sums = [...blocks].sort(([left], [right]) => left - right).map(([, bytes]) => sha256(bytes));
    await ebs.send(
      new CompleteSnapshotCommand({
        SnapshotId,
        ChangedBlocksCount: blocks.size,
        Checksum: sha256(Buffer.concat(sums)).toString("base64"),
        ChecksumAlgorithm: "SHA256",
        ChecksumAggregationMethod: "LINEAR",
      }),
    );
    await eventually(async () => (await stateOf(SnapshotId)) === "completed" || undefined, "it to be completed");
    return SnapshotId;
  };
  const read = async (SnapshotId: string, BlockIndex: number, BlockToken: string | undefined) => {
    const answer = await ebs.send(new GetSnapshotBlockCommand({ SnapshotId, BlockIndex, BlockToken }));
    const bytes = Buffer.from((await answer.BlockData?.transformToByteArray()) ?? []);
    assert.equal(answer.Checksum, sha256(bytes).toString("base64"));
    return bytes;
  };

  test("what is put is listed and read again; a child has its parent's blocks where none is put", async () => {
    const first = await made(
      new Map([
        [7, filled(1)],
        [300, filled(2)],
        [2_047, filled(1)],
        [9, filled(0)],
      ]),
    );
    const listed = await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: first }));
    assert.deepEqual([listed.BlockSize, listed.VolumeSize, listed.NextToken], [blockBytes, 1, undefined]);
    assert.deepEqual(
      listed.Blocks?.map(({ BlockIndex }) => BlockIndex),
      [7, 300, 2_047],
    );
    for (const [index, byte] of [
      [7, 1],
      [300, 2],
      [2_047, 1],
    ] as const) {
      const token = listed.Blocks?.find((each) => each.BlockIndex === index)?.BlockToken;
      assert.ok((await read(first, index, token)).equals(filled(byte)));
      await assert.rejects(read(first, index + 1, token), {
        name: "ValidationException",
        Reason: "INVALID_BLOCK_TOKEN",
      });
    }
    const child = await made(
      new Map([
        [300, filled(3)],
        [8, filled(4)],
      ]),
      { ParentSnapshotId: first },
    );
    const changed = await ebs.send(new ListChangedBlocksCommand({ FirstSnapshotId: first, SecondSnapshotId: child }));
    assert.deepEqual(
      changed.ChangedBlocks?.map((each) => [each.BlockIndex, each.FirstBlockToken !== undefined]),
      [
        [8, false],
        [300, true],
      ],
    );
    assert.ok((await read(child, 300, changed.ChangedBlocks?.[1]?.SecondBlockToken)).equals(filled(3)));
    // The child's blocks that were its parent's stay when the parent goes.
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: first }));
    const rest = (await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: child }))).Blocks ?? [];
    assert.deepEqual(
      rest.map(({ BlockIndex }) => BlockIndex),
      [7, 8, 300, 2_047],
    );
    for (const { BlockIndex = 0, BlockToken } of rest) {
      const byte = { 7: 1, 8: 4, 300: 3, 2047: 1 }[BlockIndex] ?? 0;
      assert.ok((await read(child, BlockIndex, BlockToken)).equals(filled(byte)));
    }
    await assert.rejects(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: first })), {
      name: "ResourceNotFoundException",
      Reason: "SNAPSHOT_NOT_FOUND",
    });
  });

  test("lists have pages, and begin where they are told to", async () => {
    const blocks = new Map(Array.from({ length: 130 }, (_, index) => [index * 15, filled(index % 3 === 0 ? 5 : 6)]));
    const SnapshotId = await made(blocks);
    const first = await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId, MaxResults: 100 }));
    assert.equal(first.Blocks?.length, 100);
    const second = await ebs.send(
      new ListSnapshotBlocksCommand({ SnapshotId, MaxResults: 100, NextToken: first.NextToken }),
    );
    assert.equal(second.Blocks?.length, 30);
    assert.equal(second.NextToken, undefined);
    const later = await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId, StartingBlockIndex: 1_900 }));
    assert.deepEqual(
      later.Blocks?.map(({ BlockIndex }) => BlockIndex),
      [1_905, 1_920, 1_935],
    );
    await assert.rejects(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId, NextToken: "nothing" })), {
      Reason: "INVALID_PAGE_TOKEN",
    });
    await assert.rejects(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId, MaxResults: 5 })), {
      name: "ValidationException",
    });
  });

  test("what is not as it says is refused, and what is not completed is not read", async () => {
    const token = { ClientToken: "once" };
    const { SnapshotId = "" } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1, ...token }));
    assert.equal((await ebs.send(new StartSnapshotCommand({ VolumeSize: 1, ...token }))).SnapshotId, SnapshotId);
    await assert.rejects(ebs.send(new StartSnapshotCommand({ VolumeSize: 2, ...token })), {
      name: "ConflictException",
    });
    const refused = { name: "ValidationException" };
    await assert.rejects(put(SnapshotId, 0, filled(1), { Checksum: sha256(filled(2)).toString("base64") }), refused);
    await assert.rejects(put(SnapshotId, 2_048, filled(1)), { ...refused, Reason: "INVALID_BLOCK" });
    await assert.rejects(put(SnapshotId, 0, Buffer.alloc(100)), refused);
    await assert.rejects(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId })), refused);
    await put(SnapshotId, 0, filled(1));
    await put(SnapshotId, 0, filled(2));
    const complete = (ChangedBlocksCount: number) =>
      ebs.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount }));
    await assert.rejects(complete(2), refused);
    assert.equal((await complete(1)).Status, "pending");
    await eventually(async () => (await stateOf(SnapshotId)) === "completed" || undefined, "it to be completed");
    await assert.rejects(put(SnapshotId, 1, filled(1)), refused);
    const other = await made(new Map([[0, filled(2)]]));
    await assert.rejects(
      ebs.send(new ListChangedBlocksCommand({ FirstSnapshotId: SnapshotId, SecondSnapshotId: other })),
      { Reason: "UNRELATED_SNAPSHOTS" },
    );
    await assert.rejects(ebs.send(new StartSnapshotCommand({ VolumeSize: 70_000 })), { name: "ValidationException" });
    await assert.rejects(ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: "snap-x" })), {
      name: "ValidationException",
    });
  });

  test("one that nobody completes is given up, and one that is deleted is no more", async () => {
    const { SnapshotId = "" } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1, Timeout: 10 }));
    await put(SnapshotId, 0, filled(9));
    const { SnapshotId: gone = "" } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1 }));
    await put(gone, 0, filled(9));
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: gone }));
    await assert.rejects(put(gone, 1, filled(9)), { name: "ResourceNotFoundException" });
    await fetch(`${squall.endpoint}/_squall/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceMilliseconds: 11 * 60_000 }),
    });
    await eventually(async () => (await stateOf(SnapshotId)) === "error" || undefined, "it to be an error");
  });

  test("a volume of a snapshot has its blocks, and so has a snapshot of the volume", async () => {
    const SnapshotId = await made(new Map([[5, filled(8)]]));
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", SnapshotId }));
    const again = await eventually(
      () => ec2.send(new CreateSnapshotCommand({ VolumeId })).catch(() => undefined),
      "the volume to be available",
    );
    const id = again.SnapshotId ?? "";
    await eventually(async () => (await stateOf(id)) === "completed" || undefined, "it to be completed");
    const { Blocks = [] } = await ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: id }));
    assert.ok((await read(id, 5, Blocks[0]?.BlockToken)).equals(filled(8)));
    const unchanged = await ebs.send(new ListChangedBlocksCommand({ SecondSnapshotId: id }));
    assert.equal(unchanged.ChangedBlocks?.length, 1);
  });
});
