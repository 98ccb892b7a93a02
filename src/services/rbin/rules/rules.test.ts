import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../../ec2/service.ts";
import { rbin } from "../service.ts";

const dayMs = 24 * 60 * 60 * 1000;

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [ec2, rbin]);
  const { call, clock } = opened;
  const rule = async (input: object = {}, days = 7) => {
    const made = await call("rbin", "CreateRule", {
      ResourceType: "EBS_SNAPSHOT",
      RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: "DAYS" },
      ...input,
    });
    clock.advance(1_000);
    return made;
  };
  const take = async (tags: Record<string, string> = {}) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const volume = await call("ec2", "CreateVolume", { AvailabilityZone: "us-east-1a", Size: 1 });
    clock.advance(1_000);
    const snapshot = await eventually(
      () =>
        call("ec2", "CreateSnapshot", {
          VolumeId: volume.VolumeId ?? "",
          TagSpecifications: Tags.length > 0 ? [{ ResourceType: "snapshot", Tags }] : [],
        }).catch(() => undefined),
      "a snapshot",
    );
    const id = snapshot.SnapshotId ?? "";
    await eventually(async () => (await shown(id))?.State === "completed" || undefined, "it to be completed");
    return id;
  };
  const shown = async (id: string) =>
    (await call("ec2", "DescribeSnapshots", {})).Snapshots?.find(({ SnapshotId }) => SnapshotId === id);
  const binned = async () =>
    (await call("ec2", "ListSnapshotsInRecycleBin", {})).Snapshots?.map(({ SnapshotId }) => SnapshotId);
  return { ...opened, rule, take, shown, binned };
}

test("rules are made, told of, changed, locked, tagged and deleted", async (context) => {
  const { call, clock, rule } = await open(context);
  const RetentionPeriod = { RetentionPeriodValue: 7, RetentionPeriodUnit: "DAYS" } as const;
  const made = await rule({ Description: "a week", Tags: [{ Key: "team", Value: "a" }] });
  const { Identifier = "", RuleArn = "" } = made;
  assert.match(Identifier, /^[0-9A-Za-z]{11}$/);
  assert.equal(made.Status, "pending");
  assert.deepEqual(made.Tags, [{ Key: "team", Value: "a" }]);
  const told = await call("rbin", "GetRule", { Identifier });
  assert.deepEqual(
    [told.Status, told.Description, told.RetentionPeriod, told.LockState],
    ["available", "a week", RetentionPeriod, undefined],
  );
  await rule({ ResourceTags: [{ ResourceTagKey: "keep", ResourceTagValue: "yes" }] });
  const list = (input: object) => call("rbin", "ListRules", { ResourceType: "EBS_SNAPSHOT", ...input });
  assert.equal((await list({})).Rules?.length, 2);
  assert.equal((await list({ ResourceTags: [{ ResourceTagKey: "keep" }] })).Rules?.length, 1);
  const page = await list({ MaxResults: 1 });
  assert.equal((await list({ MaxResults: 1, NextToken: page.NextToken })).Rules?.length, 1);
  assert.deepEqual((await call("rbin", "ListRules", { ResourceType: "EC2_IMAGE" })).Rules, []);
  await refuses(list({ NextToken: "????" }), "ValidationException");

  const shorter = { RetentionPeriodValue: 2, RetentionPeriodUnit: "DAYS" } as const;
  const updated = await call("rbin", "UpdateRule", { Identifier, RetentionPeriod: shorter });
  assert.deepEqual([updated.RetentionPeriod, updated.Description], [shorter, "a week"]);
  const toTags = { Identifier, ResourceTags: [{ ResourceTagKey: "x" }] };
  await refuses(call("rbin", "UpdateRule", toTags), "ValidationException");

  const LockConfiguration = { UnlockDelay: { UnlockDelayValue: 7, UnlockDelayUnit: "DAYS" } } as const;
  assert.equal((await call("rbin", "LockRule", { Identifier, LockConfiguration })).LockState, "locked");
  await refuses(call("rbin", "DeleteRule", { Identifier }), "ConflictException");
  await refuses(call("rbin", "UpdateRule", { Identifier, Description: "no" }), "ConflictException");
  assert.equal((await list({ LockState: "locked" })).Rules?.length, 1);
  const unlocked = await call("rbin", "UnlockRule", { Identifier });
  assert.equal(unlocked.LockState, "pending_unlock");
  assert.equal(unlocked.LockEndTime?.getTime(), clock.nowMs() + 7 * dayMs);
  await refuses(call("rbin", "DeleteRule", { Identifier }), "ConflictException");
  clock.advance(7 * dayMs);
  assert.equal((await call("rbin", "GetRule", { Identifier })).LockState, "unlocked");

  await call("rbin", "TagResource", { ResourceArn: RuleArn, Tags: [{ Key: "b", Value: "2" }] });
  await call("rbin", "UntagResource", { ResourceArn: RuleArn, TagKeys: ["team"] });
  const { Tags } = await call("rbin", "ListTagsForResource", { ResourceArn: RuleArn });
  assert.deepEqual(Tags, [{ Key: "b", Value: "2" }]);
  await call("rbin", "DeleteRule", { Identifier });
  await refuses(call("rbin", "GetRule", { Identifier }), "ResourceNotFoundException");
  await refuses(rule({}, 366), "ValidationException");
  await refuses(rule({ ResourceType: "EBS_VOLUME" }, 8), "ValidationException");
  await refuses(rule({ ResourceType: "EBS_DISK" }), "ValidationException");
});

test("a volume that is deleted, by itself or with its instance, stays in the recycle bin for its days, and comes back as it was", async (context) => {
  const { call, clock, rule } = await open(context);
  await rule({ ResourceType: "EBS_VOLUME" }, 2);
  const TagSpecifications = [{ ResourceType: "volume" as const, Tags: [{ Key: "a", Value: "b" }] }];
  const made = async () =>
    (await call("ec2", "CreateVolume", { AvailabilityZone: "us-east-1a", Size: 3, TagSpecifications })).VolumeId ?? "";
  const shown = async () => (await call("ec2", "DescribeVolumes", {})).Volumes ?? [];
  const binned = async () => (await call("ec2", "ListVolumesInRecycleBin", {})).Volumes ?? [];
  const [kept, lost] = [await made(), await made()];
  clock.advance(1_000);
  const isThere = async () => (await shown()).every(({ State }) => State === "available") || undefined;
  await eventually(isThere, "them to be available");
  const deletedMs = clock.nowMs();
  for (const VolumeId of [kept, lost]) await call("ec2", "DeleteVolume", { VolumeId });
  assert.deepEqual(await shown(), []);
  const [one] = (await call("ec2", "ListVolumesInRecycleBin", { VolumeIds: [kept] })).Volumes ?? [];
  assert.deepEqual(
    [one?.Size, one?.VolumeType, one?.State, one?.AvailabilityZone, one?.RecycleBinExitTime?.getTime()],
    [3, "gp2", "available", "us-east-1a", deletedMs + 2 * dayMs],
  );
  const page = await call("ec2", "ListVolumesInRecycleBin", { MaxResults: 5 });
  assert.equal(page.Volumes?.length, 2);
  // It can be tagged, and nothing else; that it is there is a tag of AWS's own.
  await refuses(call("ec2", "DeleteVolume", { VolumeId: kept }), "InvalidVolume.NotFound");
  await refuses(call("ec2", "CreateSnapshot", { VolumeId: kept }), "InvalidVolume.NotFound");
  await call("ec2", "CreateTags", { Resources: [kept], Tags: [{ Key: "why", Value: "c" }] });
  const tagsOf = async (id: string) =>
    (await call("ec2", "DescribeTags", { Filters: [{ Name: "resource-id", Values: [id] }] })).Tags?.map(
      ({ Key, Value }) => `${Key}=${Value}`,
    );
  assert.deepEqual(await tagsOf(kept), ["a=b", "aws:recycle-bin:resource-in-bin=true", "why=c"]);
  await refuses(
    call("ec2", "DeleteTags", { Resources: [kept], Tags: [{ Key: "aws:recycle-bin:resource-in-bin" }] }),
    "InvalidParameterValue",
  );
  await refuses(call("ec2", "RestoreVolumeFromRecycleBin", { VolumeId: kept, DryRun: true }), "DryRunOperation");
  await call("ec2", "RestoreVolumeFromRecycleBin", { VolumeId: kept });
  assert.deepEqual(
    (await shown()).map(({ VolumeId, State, Size }) => [VolumeId, State, Size]),
    [[kept, "available", 3]],
  );
  assert.deepEqual(await tagsOf(kept), ["a=b", "why=c"]);
  await refuses(call("ec2", "RestoreVolumeFromRecycleBin", { VolumeId: kept }), "InvalidVolume.NotFound");

  const Filters = [{ Name: "architecture", Values: ["x86_64"] }];
  const ImageId = (await call("ec2", "DescribeImages", { Filters })).Images?.[0]?.ImageId ?? "";
  const { Instances = [] } = await call("ec2", "RunInstances", { ImageId, MinCount: 1, MaxCount: 1 });
  const InstanceIds = [Instances[0]?.InstanceId ?? ""];
  clock.advance(5_000);
  await call("ec2", "TerminateInstances", { InstanceIds });
  clock.advance(10_000);
  await eventually(async () => (await binned()).length === 2 || undefined, "its volume to be in the bin");
  clock.advance(2 * dayMs);
  await eventually(async () => (await binned()).length === 0 || undefined, "the bin to be empty");
  await refuses(call("ec2", "RestoreVolumeFromRecycleBin", { VolumeId: lost }), "InvalidVolume.NotFound");
  assert.deepEqual(await tagsOf(lost), []);
  assert.equal((await shown()).length, 1);
});

test("a snapshot that is deleted stays in the recycle bin as long as the longest rule for it says, and can be restored", async (context) => {
  const { call, clock, rule, take, shown, binned } = await open(context);
  await rule({ ExcludeResourceTags: [{ ResourceTagKey: "scratch" }] }, 2);
  await rule({ ResourceTags: [{ ResourceTagKey: "keep", ResourceTagValue: "yes" }] }, 10);
  const [plain, kept, scratch] = [await take(), await take({ keep: "yes" }), await take({ scratch: "" })];
  const deletedMs = clock.nowMs();
  for (const SnapshotId of [plain, kept, scratch]) await call("ec2", "DeleteSnapshot", { SnapshotId });
  assert.deepEqual((await call("ec2", "DescribeSnapshots", {})).Snapshots, []);
  assert.deepEqual(new Set(await binned()), new Set([plain, kept]));
  const [listed] = (await call("ec2", "ListSnapshotsInRecycleBin", { SnapshotIds: [kept] })).Snapshots ?? [];
  assert.deepEqual(
    [listed?.RecycleBinEnterTime?.getTime(), listed?.RecycleBinExitTime?.getTime()],
    [deletedMs, deletedMs + 10 * dayMs],
  );
  // Nobody makes anything of what is in it.
  await refuses(
    call("ec2", "CreateVolume", { AvailabilityZone: "us-east-1a", SnapshotId: kept }),
    "InvalidSnapshot.NotFound",
  );
  await refuses(call("ec2", "DeleteSnapshot", { SnapshotId: kept }), "InvalidSnapshot.NotFound");
  await refuses(call("ec2", "ListSnapshotsInRecycleBin", { SnapshotIds: [scratch] }), "InvalidSnapshot.NotFound");
  clock.advance(2 * dayMs);
  await eventually(async () => (await binned())?.length === 1 || undefined, "the first to be gone");
  await refuses(call("ec2", "RestoreSnapshotFromRecycleBin", { SnapshotId: plain }), "InvalidSnapshot.NotFound");
  await call("ec2", "RestoreSnapshotFromRecycleBin", { SnapshotId: kept });
  assert.deepEqual((await shown(kept))?.Tags, [{ Key: "keep", Value: "yes" }]);
  assert.deepEqual(await binned(), []);
  // Its time in the bin does not end when it is not there any more.
  clock.advance(30 * dayMs);
  await call("ec2", "CreateVolume", { AvailabilityZone: "us-east-1a", SnapshotId: kept });
});

test("an image that is deregistered stays in the recycle bin, and is restored when its snapshots are there", async (context) => {
  const { call, clock, rule, take } = await open(context);
  const SnapshotId = await take();
  const register = async (Name: string) =>
    (
      await call("ec2", "RegisterImage", {
        Name,
        Architecture: "x86_64",
        VirtualizationType: "hvm",
        RootDeviceName: "/dev/xvda",
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId } }],
        TagSpecifications: [{ ResourceType: "image", Tags: [{ Key: "a", Value: "b" }] }],
      })
    ).ImageId ?? "";
  const own = async () => (await call("ec2", "DescribeImages", { Owners: ["self"] })).Images ?? [];
  await rule({ ResourceType: "EC2_IMAGE" }, 3);
  const [ImageId, other] = [await register("one"), await register("two")];
  await call("ec2", "DeregisterImage", { ImageId });
  await call("ec2", "DeregisterImage", { ImageId: other });
  assert.deepEqual(await own(), []);
  const { Images = [] } = await call("ec2", "ListImagesInRecycleBin", {});
  assert.deepEqual(Images.map(({ Name }) => Name).sort(), ["one", "two"]);
  await call("ec2", "RestoreImageFromRecycleBin", { ImageId });
  assert.deepEqual(
    (await own()).map(({ Name, Tags }) => [Name, Tags]),
    [["one", [{ Key: "a", Value: "b" }]]],
  );
  await refuses(call("ec2", "RestoreImageFromRecycleBin", { ImageId }), "InvalidAMIID.NotFound");
  // Nothing but the other uses the snapshot any more: it goes at once, as there is no rule for snapshots.
  await call("ec2", "DeregisterImage", { ImageId });
  await call("ec2", "DeleteSnapshot", { SnapshotId });
  await refuses(call("ec2", "RestoreImageFromRecycleBin", { ImageId: other }), "InvalidSnapshot.NotFound");
  clock.advance(3 * dayMs);
  await eventually(
    async () => (await call("ec2", "ListImagesInRecycleBin", {})).Images?.length === 0 || undefined,
    "the bin to be empty",
  );
});

/** By its code; what is said of it is for people to read. */
function refuses(call: Promise<unknown>, name: string): Promise<void> {
  return assert.rejects(call, { name });
}
