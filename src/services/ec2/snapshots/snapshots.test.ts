import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import type { StorageState } from "../../block-storage/layers/storage-state.ts";
import { ebs } from "../../ebs/service.ts";
import type { OperationTable } from "../../operation-table.ts";
import { rootPrincipal } from "../../principal.ts";
import { ec2 } from "../service.ts";

const zone = "us-east-1a";

function stateOfEc2({ services }: OperationTable): StorageState {
  return services.get("ec2")?.state as StorageState;
}

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [ec2, ebs]);
  const { call, clock, table, asRoot } = opened;
  const { volumes } = stateOfEc2(table);
  const available = async (input: object = {}) => {
    const id = (await call("ec2", "CreateVolume", { AvailabilityZone: zone, Size: 1, ...input })).VolumeId ?? "";
    clock.advance(1_000);
    await eventually(async () => (await volume(id))?.State === "available" || undefined, "it to be available");
    return id;
  };
  const volume = async (id: string) => (await call("ec2", "DescribeVolumes", { VolumeIds: [id] })).Volumes?.[0];
  const snapshot = async (id: string, region = "us-east-1") =>
    (await table.call("ec2", "DescribeSnapshots", { SnapshotIds: [id] }, { ...asRoot, region })).Snapshots?.[0];
  const completed = async (id: string, region?: string) => {
    await eventually(
      async () => (await snapshot(id, region))?.State === "completed" || undefined,
      `${id} to be completed`,
    );
    return id;
  };
  const take = async (VolumeId: string) =>
    completed((await call("ec2", "CreateSnapshot", { VolumeId })).SnapshotId ?? "");
  const write = (id: string, block: number, byte: number) =>
    volumes.use(asRoot, id, (data) => data.write(Buffer.alloc(blockBytes, byte), block * blockBytes));
  const byteOf = (id: string, block: number) =>
    volumes.use(asRoot, id, async (data) => {
      const bytes = Buffer.alloc(blockBytes);
      await data.read(bytes, block * blockBytes);
      assert.ok(bytes.every((byte) => byte === bytes[0]));
      return bytes[0];
    });
  const blobs = async () => {
    let count = 0;
    for await (const _ of table.host.blobs.list(0)) count++;
    return count;
  };
  return { ...opened, volumes, available, volume, snapshot, completed, take, write, byteOf, blobs };
}

test("a snapshot has what was written before it, stores what is new, and a deletion takes nothing that others have", async (context) => {
  const { call, available, take, write, byteOf, blobs, snapshot, completed } = await open(context);
  const id = await available();
  for (let block = 0; block < 10; block++) await write(id, block, block + 1);
  const first = await take(id);
  assert.equal(await blobs(), 10);
  await write(id, 3, 77);
  const second = await take(id);
  assert.equal(await blobs(), 11);
  assert.equal((await snapshot(second))?.FullSnapshotSizeInBytes, 10 * blockBytes);
  const [old, recent] = [await available({ SnapshotId: first }), await available({ SnapshotId: second })];
  assert.deepEqual([await byteOf(old, 3), await byteOf(recent, 3), await byteOf(old, 9)], [4, 77, 10]);
  // Written to one, it is in no other.
  await write(old, 9, 55);
  assert.deepEqual([await byteOf(old, 9), await byteOf(recent, 9), await byteOf(id, 9)], [55, 10, 10]);
  await call("ec2", "DeleteSnapshot", { SnapshotId: first });
  await call("ec2", "DeleteSnapshot", { SnapshotId: second });
  await call("ec2", "DeleteVolume", { VolumeId: id });
  assert.deepEqual([await byteOf(old, 3), await byteOf(recent, 3), await byteOf(recent, 0)], [4, 77, 1]);
  const third = await completed((await call("ec2", "CreateSnapshot", { VolumeId: old })).SnapshotId ?? "");
  const restored = await available({ SnapshotId: third });
  assert.deepEqual([await byteOf(restored, 9), await byteOf(restored, 3)], [55, 4]);
});

test("when all that had blocks are gone, so are the blobs", async (context) => {
  const { call, clock, available, take, write, blobs } = await open(context);
  const id = await available();
  for (let block = 0; block < 300; block += 20) await write(id, block, block % 7);
  const snapshots = [await take(id), await take(id)];
  assert.ok((await blobs()) > 0);
  for (const SnapshotId of snapshots) await call("ec2", "DeleteSnapshot", { SnapshotId });
  await call("ec2", "DeleteVolume", { VolumeId: id });
  clock.advance(1_000);
  await eventually(async () => (await blobs()) === 0 || undefined, "the blobs to go");
});

test("snapshots that are taken while a volume is written are each of one time", async (context) => {
  const { call, available, completed, write, byteOf } = await open(context);
  const id = await available();
  const taken: { id: string; round: number }[] = [];
  for (let round = 1; round <= 4; round++) {
    for (let block = 0; block < 4; block++) await write(id, block, round * 10 + block);
    const writing = write(id, 0, 200 + round);
    const { SnapshotId = "" } = await call("ec2", "CreateSnapshot", { VolumeId: id });
    taken.push({ id: SnapshotId, round });
    await writing;
  }
  for (const { id: SnapshotId, round } of taken) {
    await completed(SnapshotId);
    const restored = await available({ SnapshotId });
    assert.deepEqual(
      [1, 2, 3].map((block) => round * 10 + block),
      [await byteOf(restored, 1), await byteOf(restored, 2), await byteOf(restored, 3)],
    );
    assert.ok([round * 10, 200 + round].includes((await byteOf(restored, 0)) ?? 0));
  }
});

test("CopySnapshot copies within a region and to another, and what is copied needs its source no more", async (context) => {
  const { call, table, asRoot, available, take, write, completed, snapshot } = await open(context);
  const id = await available();
  await write(id, 2, 9);
  const source = await take(id);
  const other = { ...asRoot, region: "eu-west-1" };
  const copy = { SourceRegion: "us-east-1", SourceSnapshotId: source, Description: "far" };
  const far = (await table.call("ec2", "CopySnapshot", copy, other)).SnapshotId ?? "";
  await completed(far, "eu-west-1");
  const near = await completed((await call("ec2", "CopySnapshot", copy)).SnapshotId ?? "");
  await call("ec2", "DeleteSnapshot", { SnapshotId: source });
  await call("ec2", "DeleteSnapshot", { SnapshotId: near });
  const found = await snapshot(far, "eu-west-1");
  assert.deepEqual(
    [found?.VolumeId, found?.Description, found?.FullSnapshotSizeInBytes],
    ["vol-ffffffff", "far", blockBytes],
  );
  const { Blocks = [] } = await table.call("ebs", "ListSnapshotBlocks", { SnapshotId: far }, other);
  assert.deepEqual(
    Blocks.map(({ BlockIndex }) => BlockIndex),
    [2],
  );
  await refuses(call("ec2", "CopySnapshot", copy), "InvalidSnapshot.NotFound", /does not exist/);
  await refuses(
    call("ec2", "CopySnapshot", { ...copy, SourceRegion: "moon-1" }),
    "InvalidParameterValue",
    /Invalid region/,
  );
});

test("a snapshot is shared with an account, which makes a volume of it that stays", async (context) => {
  const { call, table, asRoot, available, take, write } = await open(context);
  const id = await available();
  await write(id, 1, 5);
  const SnapshotId = await take(id);
  const account = "111111111111";
  const theirs = { ...asRoot, account, principal: rootPrincipal(account) };
  const make = () => table.call("ec2", "CreateVolume", { AvailabilityZone: zone, SnapshotId }, theirs);
  await refuses(make(), "InvalidSnapshot.NotFound", /does not exist/);
  await call("ec2", "ModifySnapshotAttribute", {
    SnapshotId,
    Attribute: "createVolumePermission",
    OperationType: "add",
    UserIds: [account],
  });
  const { CreateVolumePermissions } = await call("ec2", "DescribeSnapshotAttribute", {
    SnapshotId,
    Attribute: "createVolumePermission",
  });
  assert.deepEqual(CreateVolumePermissions, [{ UserId: account }]);
  assert.equal(
    (await table.call("ec2", "DescribeSnapshots", { SnapshotIds: [SnapshotId] }, theirs)).Snapshots?.[0]?.OwnerId,
    "000000000000",
  );
  const { VolumeId = "" } = await make();
  const stateOf = async () =>
    (await table.call("ec2", "DescribeVolumes", { VolumeIds: [VolumeId] }, theirs)).Volumes?.[0]?.State;
  table.host.clock.advance(1_000);
  await eventually(async () => (await stateOf()) === "available" || undefined, "their volume");
  await call("ec2", "ResetSnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission" });
  await refuses(make(), "InvalidSnapshot.NotFound", /does not exist/);
  await call("ec2", "DeleteSnapshot", { SnapshotId });
  const { volumes } = stateOfEc2(table);
  const bytes = Buffer.alloc(blockBytes);
  await volumes.use(theirs, VolumeId, (data) => data.read(bytes, blockBytes));
  assert.ok(bytes.every((byte) => byte === 5));
});

test("CreateSnapshots takes all volumes of an instance, but for those that are left out", async (context) => {
  const { call } = await open(context);
  const images = (await call("ec2", "DescribeImages", { Owners: ["amazon"] })).Images ?? [];
  const ImageId = images.find(({ Architecture }) => Architecture === "x86_64")?.ImageId ?? "";
  const BlockDeviceMappings = [
    { DeviceName: "/dev/sdb", Ebs: { VolumeSize: 2 } },
    { DeviceName: "/dev/sdc", Ebs: { VolumeSize: 3 } },
  ];
  const run = { ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1, BlockDeviceMappings } as const;
  const instance = (await call("ec2", "RunInstances", run)).Instances?.[0];
  const InstanceId = instance?.InstanceId ?? "";
  const [root = "", data = ""] = (instance?.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.VolumeId ?? "");
  const sizes = async (more: object = {}) =>
    (await call("ec2", "CreateSnapshots", { InstanceSpecification: { InstanceId, ...more } })).Snapshots?.map(
      ({ VolumeSize }) => VolumeSize,
    ).sort();
  assert.deepEqual(await sizes(), [2, 3, 8]);
  assert.deepEqual(await sizes({ ExcludeBootVolume: true, ExcludeDataVolumeIds: [data] }), [3]);
  await refuses(sizes({ ExcludeDataVolumeIds: [root] }), "InvalidParameterCombination", /ExcludeBootVolume/);
  await refuses(sizes({ InstanceId: "i-0123456789abcdef0" }), "InvalidInstanceID.NotFound", /does not exist/);
});

test("ModifyVolume changes a volume once in six hours, and never makes it smaller", async (context) => {
  const { call, clock, available, volume } = await open(context);
  const VolumeId = await available({ Size: 10 });
  const modify = (input: object) => call("ec2", "ModifyVolume", { VolumeId, ...input });
  await refuses(modify({ Size: 5 }), "InvalidParameterValue", /smaller than existing/);
  await refuses(modify({ Iops: 3_000 }), "InvalidParameterCombination", /iops is not supported for gp2/);
  const { VolumeModification } = await modify({ Size: 20, VolumeType: "gp3" });
  assert.deepEqual(
    [VolumeModification?.ModificationState, VolumeModification?.OriginalSize, VolumeModification?.TargetIops],
    ["modifying", 10, 3_000],
  );
  assert.deepEqual([(await volume(VolumeId))?.Size, (await volume(VolumeId))?.VolumeType], [20, "gp3"]);
  const stateOf = async () =>
    (await call("ec2", "DescribeVolumesModifications", { VolumeIds: [VolumeId] })).VolumesModifications?.[0]
      ?.ModificationState;
  for (const [ms, state] of [
    [1_000, "optimizing"],
    [6_000, "completed"],
  ] as const) {
    clock.advance(ms);
    await eventually(async () => (await stateOf()) === state || undefined, `it to be ${state}`);
  }
  await refuses(modify({ Size: 30 }), "VolumeModificationRateExceeded", /Wait at least 6 hours/);
  clock.advance(6 * 3_600_000);
  await modify({ Size: 30, Throughput: 500 });
  const other = await available();
  await refuses(
    call("ec2", "DescribeVolumesModifications", { VolumeIds: [other] }),
    "InvalidVolumeModification.NotFound",
    /does not exist/,
  );
});

test("attributes, states and the account's defaults are kept", async (context) => {
  const { call, available, volume, take } = await open(context);
  const VolumeId = await available();
  await call("ec2", "ModifyVolumeAttribute", { VolumeId, AutoEnableIO: { Value: true } });
  const attribute = await call("ec2", "DescribeVolumeAttribute", { VolumeId, Attribute: "autoEnableIO" });
  assert.equal(attribute.AutoEnableIO?.Value, true);
  const { VolumeStatuses } = await call("ec2", "DescribeVolumeStatus", { VolumeIds: [VolumeId] });
  assert.equal(VolumeStatuses?.[0]?.VolumeStatus?.Status, "ok");
  assert.equal((await call("ec2", "GetEbsEncryptionByDefault", {})).EbsEncryptionByDefault, false);
  await call("ec2", "EnableEbsEncryptionByDefault", {});
  const { KmsKeyId = "" } = await call("ec2", "GetEbsDefaultKmsKeyId", {});
  const encrypted = await available();
  assert.deepEqual([(await volume(encrypted))?.Encrypted, (await volume(encrypted))?.KmsKeyId], [true, KmsKeyId]);
  const SnapshotId = await take(encrypted);
  await refuses(
    call("ec2", "ModifySnapshotAttribute", {
      SnapshotId,
      Attribute: "createVolumePermission",
      OperationType: "add",
      GroupNames: ["all"],
    }),
    "InvalidParameter",
    /cannot be made public/,
  );
  await refuses(
    call("ec2", "ModifyEbsDefaultKmsKeyId", { KmsKeyId: "alias/none" }),
    "InvalidParameterValue",
    /not accessible/,
  );
  assert.equal((await call("ec2", "ModifyEbsDefaultKmsKeyId", { KmsKeyId })).KmsKeyId, KmsKeyId);
  assert.equal((await call("ec2", "ResetEbsDefaultKmsKeyId", {})).KmsKeyId, KmsKeyId);
  await call("ec2", "DisableEbsEncryptionByDefault", {});
  assert.equal((await volume(await available()))?.Encrypted, false);
});
