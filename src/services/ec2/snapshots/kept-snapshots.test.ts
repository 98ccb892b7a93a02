import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import type { StorageState } from "../../block-storage/layers/storage-state.ts";
import { ebs } from "../../ebs/service.ts";
import { rootPrincipal } from "../../principal.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { ec2 } from "../service.ts";

const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;
const zone = "us-east-1a";
const other = rootPrincipal("222222222222");

/** What holds a snapshot, moves it and lets others have it. */
async function open(context: TestContext) {
  const opened = await openServiceTest(context, [{ ...ec2, migrations: [...ec2.migrations, ...usageMigrations] }, ebs]);
  const { call, clock, table, asRoot } = opened;
  const VolumeId = (await call("ec2", "CreateVolume", { AvailabilityZone: zone, Size: 1 })).VolumeId ?? "";
  clock.advance(1_000);
  const service = table.services.get("ec2");
  assert.ok(service);
  const { volumes } = service.state as StorageState;
  await volumes.use(asRoot, VolumeId, (data) => data.write(Buffer.alloc(blockBytes, 7), 0));
  const one = async (id: string) => (await call("ec2", "DescribeSnapshots", { SnapshotIds: [id] })).Snapshots?.[0];
  const take = async () => {
    const made = await eventually(
      () => call("ec2", "CreateSnapshot", { VolumeId }).catch(() => undefined),
      "the volume to be there",
    );
    const id = made.SnapshotId ?? "";
    await eventually(async () => (await one(id))?.State === "completed" || undefined, "it to be completed");
    return id;
  };
  const billed = (usageType: string) =>
    eventually(async () => {
      const range = { fromMs: clock.nowMs() - 1_000 * dayMs, toMs: clock.nowMs() + dayMs };
      for await (const used of readUsage(table.host.storage, "000000000000", range))
        if (used.usageType === usageType) return used;
      return undefined;
    }, `${usageType} to be on the bill`);
  const asOther = { ...asRoot, account: "222222222222", principal: other };
  const SnapshotId = await take();
  return { ...opened, VolumeId, SnapshotId, one, take, asOther, billed, table };
}

test("a snapshot in governance mode is deleted by nobody until it is unlocked or its lock has expired", async (context) => {
  const { call, clock, SnapshotId, take } = await open(context);
  const nowMs = clock.nowMs();
  const locked = await call("ec2", "LockSnapshot", { SnapshotId, LockMode: "governance", LockDuration: 2 });
  assert.deepEqual(
    [locked.LockState, locked.LockDuration, locked.LockExpiresOn?.getTime()],
    ["governance", 2, nowMs + 2 * dayMs],
  );
  await refuses(call("ec2", "DeleteSnapshot", { SnapshotId }), "OperationNotPermitted");
  await call("ec2", "UnlockSnapshot", { SnapshotId });
  await refuses(call("ec2", "UnlockSnapshot", { SnapshotId }), "IncorrectState");
  const again = await take();
  await call("ec2", "LockSnapshot", { SnapshotId: again, LockMode: "governance", LockDuration: 1 });
  const states = async () =>
    (await call("ec2", "DescribeLockedSnapshots", {})).Snapshots?.map(({ LockState }) => LockState);
  assert.deepEqual(await states(), ["governance"]);
  clock.advance(dayMs);
  assert.deepEqual(await states(), ["expired"]);
  const Filters = [{ Name: "lock-state", Values: ["governance"] }];
  assert.deepEqual((await call("ec2", "DescribeLockedSnapshots", { Filters })).Snapshots, []);
  await call("ec2", "DeleteSnapshot", { SnapshotId: again });
  await call("ec2", "DeleteSnapshot", { SnapshotId });
});

test("a lock in compliance mode can be taken off in its cooling-off period, and only be extended after it", async (context) => {
  const { call, clock, SnapshotId } = await open(context);
  const lock = (input: object) =>
    call("ec2", "LockSnapshot", { SnapshotId, LockMode: "compliance", LockDuration: 5, ...input });
  const cooling = await lock({ CoolOffPeriod: 3 });
  assert.equal(cooling.LockState, "compliance-cooloff");
  assert.equal(cooling.CoolOffPeriodExpiresOn?.getTime(), clock.nowMs() + 3 * hourMs);
  await refuses(call("ec2", "DeleteSnapshot", { SnapshotId }), "OperationNotPermitted");
  assert.equal((await lock({ LockDuration: 3 })).LockDuration, 3);
  clock.advance(3 * hourMs);
  await refuses(call("ec2", "UnlockSnapshot", { SnapshotId }), "OperationNotPermitted");
  await refuses(lock({ LockDuration: 1 }), "OperationNotPermitted");
  await refuses(lock({ LockMode: "governance" }), "OperationNotPermitted");
  assert.equal((await lock({ LockDuration: 9 })).LockState, "compliance");
  clock.advance(9 * dayMs);
  await call("ec2", "DeleteSnapshot", { SnapshotId });
  await refuses(lock({ CoolOffPeriod: 1, LockMode: "governance" }), "InvalidParameterCombination");
  await refuses(lock({ LockDuration: 0 }), "InvalidParameterValue");
});

test("an archived snapshot is read by nobody until it is restored, for a time or for good", async (context) => {
  const { call, clock, SnapshotId, one, billed } = await open(context);
  const tier = async () => {
    const Filters = [{ Name: "snapshot-id", Values: [SnapshotId] }];
    return (await call("ec2", "DescribeSnapshotTierStatus", { Filters })).SnapshotTierStatuses?.[0];
  };
  const reaches = (status: string) =>
    eventually(async () => (await tier())?.LastTieringOperationStatus === status || undefined, status);
  assert.equal((await tier())?.StorageTier, "standard");
  await refuses(call("ec2", "RestoreSnapshotTier", { SnapshotId, PermanentRestore: true }), "IncorrectState");
  await call("ec2", "ModifySnapshotTier", { SnapshotId, StorageTier: "archive" });
  assert.equal((await tier())?.LastTieringOperationStatus, "archival-in-progress");
  await refuses(call("ec2", "ModifySnapshotTier", { SnapshotId }), "IncorrectState");
  clock.advance(30_000);
  await reaches("archival-completed");
  assert.equal((await one(SnapshotId))?.StorageTier, "archive");
  await refuses(call("ec2", "CreateVolume", { AvailabilityZone: zone, SnapshotId }), "IncorrectState");
  const copy = { SourceRegion: "us-east-1", SourceSnapshotId: SnapshotId };
  await refuses(call("ec2", "CopySnapshot", copy), "IncorrectState");
  await refuses(call("ebs", "ListSnapshotBlocks", { SnapshotId }), "ValidationException");

  const restored = await call("ec2", "RestoreSnapshotTier", { SnapshotId, TemporaryRestoreDays: 2 });
  assert.deepEqual([restored.RestoreDuration, restored.IsPermanentRestore], [2, false]);
  clock.advance(60_000);
  await reaches("temporary-restore-completed");
  await call("ec2", "CreateVolume", { AvailabilityZone: zone, SnapshotId });
  assert.equal((await tier())?.RestoreExpiryTime?.getTime(), clock.nowMs() + 2 * dayMs);
  clock.advance(2 * dayMs);
  await eventually(async () => (await tier())?.StorageTier === "archive" || undefined, "the archive to have it again");
  await refuses(call("ec2", "CreateVolume", { AvailabilityZone: zone, SnapshotId }), "IncorrectState");
  await call("ec2", "RestoreSnapshotTier", { SnapshotId, PermanentRestore: true });
  clock.advance(60_000);
  await reaches("permanent-restore-completed");
  for (const usageType of ["EBS:SnapshotArchiveRetrieval", "EBS:SnapshotArchiveEarlyDelete"]) await billed(usageType);
  clock.advance(300 * dayMs);
  assert.equal((await tier())?.StorageTier, "standard");
  await refuses(call("ec2", "RestoreSnapshotTier", { SnapshotId }), "InvalidParameterCombination");
});

test("fast snapshot restore is enabled and disabled by zone, with its states and their times", async (context) => {
  const { call, clock, SnapshotId, billed } = await open(context);
  const state = async () => (await call("ec2", "DescribeFastSnapshotRestores", {})).FastSnapshotRestores?.[0]?.State;
  const asked = { SourceSnapshotIds: [SnapshotId], AvailabilityZones: [zone, "us-east-1q"] };
  const { Successful, Unsuccessful } = await call("ec2", "EnableFastSnapshotRestores", asked);
  assert.deepEqual(
    Successful?.map(({ State }) => State),
    ["enabling"],
  );
  const [failed] = Unsuccessful?.[0]?.FastSnapshotRestoreStateErrors ?? [];
  assert.deepEqual([failed?.AvailabilityZone, failed?.Error?.Code], ["us-east-1q", "InvalidZone.NotFound"]);
  clock.advance(1_000);
  await eventually(async () => (await state()) === "optimizing" || undefined, "it to be optimized");
  await refuses(call("ec2", "ModifySnapshotTier", { SnapshotId }), "IncorrectState");
  clock.advance(2_000);
  await eventually(async () => (await state()) === "enabled" || undefined, "it to be enabled");
  await billed("EBS:FastSnapshotRestore");
  const off = { SourceSnapshotIds: [SnapshotId], AvailabilityZones: [zone] };
  assert.equal((await call("ec2", "DisableFastSnapshotRestores", off)).Successful?.[0]?.State, "disabling");
  clock.advance(1_000);
  await eventually(async () => (await state()) === "disabled" || undefined, "it to be disabled");
  assert.equal((await call("ec2", "DisableFastSnapshotRestores", off)).Unsuccessful?.length, 1);
  await call("ec2", "DeleteSnapshot", { SnapshotId });
  assert.equal(await state(), undefined);
});

test("where public sharing is blocked nothing is made public, and with all of it what was public is not", async (context) => {
  const { call, table, asOther, SnapshotId } = await open(context);
  const share = () =>
    call("ec2", "ModifySnapshotAttribute", { SnapshotId, CreateVolumePermission: { Add: [{ Group: "all" }] } });
  const isSeen = async () =>
    table.call("ec2", "DescribeSnapshots", { SnapshotIds: [SnapshotId] }, asOther).then(
      () => true,
      () => false,
    );
  assert.equal((await call("ec2", "GetSnapshotBlockPublicAccessState", {})).State, "unblocked");
  await share();
  assert.equal(await isSeen(), true);
  await call("ec2", "EnableSnapshotBlockPublicAccess", { State: "block-new-sharing" });
  assert.equal(await isSeen(), true);
  await refuses(share(), "OperationNotPermitted");
  await call("ec2", "EnableSnapshotBlockPublicAccess", { State: "block-all-sharing" });
  assert.equal(await isSeen(), false);
  const permissions = { SnapshotId, Attribute: "createVolumePermission" } as const;
  const { CreateVolumePermissions } = await call("ec2", "DescribeSnapshotAttribute", permissions);
  assert.deepEqual(CreateVolumePermissions, [{ Group: "all" }]);
  await call("ec2", "DisableSnapshotBlockPublicAccess", {});
  assert.equal(await isSeen(), true);
});

test("an account that may launch an image sees it and has volumes of its snapshots; another has not", async (context) => {
  const { call, table, asOther, SnapshotId, clock } = await open(context);
  const { ImageId = "" } = await call("ec2", "RegisterImage", {
    Name: "lent",
    Architecture: "x86_64",
    VirtualizationType: "hvm",
    RootDeviceName: "/dev/xvda",
    BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId } }],
  });
  const launch = { ImageId, MinCount: 1, MaxCount: 1 };
  await refuses(table.call("ec2", "RunInstances", launch, asOther), "InvalidAMIID.NotFound");
  const LaunchPermission = { Add: [{ UserId: "222222222222" }] };
  await call("ec2", "ModifyImageAttribute", { ImageId, LaunchPermission });
  const told = await call("ec2", "DescribeImageAttribute", { ImageId, Attribute: "launchPermission" });
  assert.deepEqual(told.LaunchPermissions, [{ UserId: "222222222222" }]);
  const seen = await table.call("ec2", "DescribeImages", { ExecutableUsers: ["self"] }, asOther);
  assert.deepEqual(
    seen.Images?.map((image) => image.ImageId),
    [ImageId],
  );
  const ofOwners = async (...Owners: string[]) =>
    ((await table.call("ec2", "DescribeImages", { Owners }, asOther)).Images ?? []).map((image) => image.ImageId);
  assert.deepEqual(await ofOwners("000000000000", "333333333333"), [ImageId]);
  assert.deepEqual(await ofOwners("self", "333333333333"), []);
  const { Instances = [] } = await table.call("ec2", "RunInstances", launch, asOther);
  assert.equal(Instances[0]?.ImageId, ImageId);
  clock.advance(10_000);
  const volumes = await eventually(async () => {
    const { Volumes = [] } = await table.call("ec2", "DescribeVolumes", {}, asOther);
    return Volumes[0]?.State === "in-use" ? Volumes : undefined;
  }, "its volume");
  assert.equal(volumes[0]?.SnapshotId, SnapshotId);
  await call("ec2", "ResetImageAttribute", { ImageId, Attribute: "launchPermission" });
  await refuses(table.call("ec2", "RunInstances", launch, asOther), "InvalidAMIID.NotFound");
  assert.deepEqual(await ofOwners("000000000000"), []);

  const everybody = { ImageId, LaunchPermission: { Add: [{ Group: "all" as const }] } };
  const ImageBlockPublicAccessState = "block-new-sharing" as const;
  await call("ec2", "EnableImageBlockPublicAccess", { ImageBlockPublicAccessState });
  await refuses(call("ec2", "ModifyImageAttribute", everybody), "OperationNotPermitted");
  await call("ec2", "DisableImageBlockPublicAccess", {});
  const { ImageBlockPublicAccessState: state } = await call("ec2", "GetImageBlockPublicAccessState", {});
  assert.equal(state, "unblocked");
  await call("ec2", "ModifyImageAttribute", everybody);
  assert.equal((await call("ec2", "DescribeImages", { ImageIds: [ImageId] })).Images?.[0]?.Public, true);
});

/** By its code; what is said of it is for people to read. */
function refuses(call: Promise<unknown>, name: string): Promise<void> {
  return assert.rejects(call, { name });
}
