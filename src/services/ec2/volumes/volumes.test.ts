import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

const zone = "us-east-1a";

async function open(context: TestContext) {
  const events: Recorded[] = [];
  const buses = recordingServices({ eventbridge: ["PutEvents"] }, events, () => ({
    FailedEntryCount: 0,
    Entries: [{}],
  }));
  const opened = await openServiceTest(context, [ec2, ...buses]);
  const { call, clock } = opened;
  const images = (await call("ec2", "DescribeImages", { Owners: ["amazon"] })).Images ?? [];
  const image = images.find(({ Architecture }) => Architecture === "x86_64")?.ImageId ?? "";
  const make = async (input: object = {}) =>
    (await call("ec2", "CreateVolume", { AvailabilityZone: zone, Size: 1, ...input })).VolumeId ?? "";
  const describe = async (id: string) => (await call("ec2", "DescribeVolumes", { VolumeIds: [id] })).Volumes?.[0];
  const stateOf = async (id: string) => (await describe(id).catch(() => undefined))?.State ?? "gone";
  const become = async (id: string, state: string) => {
    clock.advance(1_000);
    await eventually(async () => (await stateOf(id)) === state || undefined, `${id} to be ${state}`);
  };
  const available = async (input?: object) => {
    const id = await make(input);
    await become(id, "available");
    return id;
  };
  const instance = async (input: object = {}) => {
    const given = { ImageId: image, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1, ...input } as const;
    const id = (await call("ec2", "RunInstances", given)).Instances?.[0]?.InstanceId ?? "";
    clock.advance(5_000);
    await eventually(async () => (await instanceOf(id))?.State?.Name === "running" || undefined, "it to run");
    return id;
  };
  const instanceOf = async (id: string) =>
    (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0];
  const attach = async (VolumeId: string, InstanceId: string, Device = "/dev/sdf") => {
    await call("ec2", "AttachVolume", { VolumeId, InstanceId, Device });
    clock.advance(1_000);
    await eventually(
      async () => (await describe(VolumeId))?.Attachments?.some((each) => each.State === "attached") || undefined,
      "it to be attached",
    );
  };
  const told = (type: string) =>
    events
      .flatMap(({ input }) => input.Entries)
      .filter(({ DetailType }: { DetailType: string }) => DetailType === type);
  return { ...opened, make, describe, stateOf, become, available, instance, instanceOf, attach, told };
}

test("a volume is made, told of, and deleted", async (context) => {
  const { call, make, describe, become, told } = await open(context);
  const made = await call("ec2", "CreateVolume", {
    AvailabilityZone: zone,
    Size: 8,
    VolumeType: "gp3",
    TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Backup", Value: "true" }] }],
  });
  assert.match(made.VolumeId ?? "", /^vol-0[0-9a-f]{16}$/);
  assert.equal(made.State, "creating");
  assert.deepEqual([made.Iops, made.Throughput, made.Encrypted, made.SnapshotId], [3_000, 125, false, ""]);
  assert.deepEqual(made.Tags, [{ Key: "Backup", Value: "true" }]);
  const id = made.VolumeId ?? "";
  await become(id, "available");
  assert.equal((await describe(id))?.AvailabilityZoneId, "use1-az6");
  const other = await make();
  const found = await call("ec2", "DescribeVolumes", { Filters: [{ Name: "tag:Backup", Values: ["true"] }] });
  assert.deepEqual(
    found.Volumes?.map(({ VolumeId }) => VolumeId),
    [id],
  );
  await call("ec2", "DeleteVolume", { VolumeId: id });
  assert.equal((await describe(id))?.State, "deleting");
  await become(id, "gone");
  await refuses(describe(id), "InvalidVolume.NotFound", `The volume '${id}' does not exist.`);
  const tags = await call("ec2", "DescribeTags", { Filters: [{ Name: "resource-id", Values: [id] }] });
  assert.deepEqual(tags.Tags, []);
  await become(other, "available");
  await eventually(async () => told("EBS Volume Notification").length >= 3 || undefined, "three events");
  const ofFirst = told("EBS Volume Notification").filter(({ Resources }) => Resources[0].endsWith(id));
  assert.deepEqual(
    ofFirst.map(({ Detail }) => JSON.parse(Detail)).map(({ event, result }) => [event, result]),
    [
      ["createVolume", "available"],
      ["deleteVolume", "deleted"],
    ],
  );
});

test("each kind has its own sizes, IOPS and throughput", async (context) => {
  const { call } = await open(context);
  const create = (input: object) => call("ec2", "CreateVolume", { AvailabilityZone: zone, DryRun: true, ...input });
  const refused: [object, string, string | RegExp][] = [
    [{}, "MissingParameter", "The request must contain the parameter size/snapshot"],
    [{ Size: 0 }, "InvalidParameterValue", "Volume of 0GiB is too small for volume type gp2; minimum is 1GiB."],
    [
      { Size: 100, VolumeType: "st1" },
      "InvalidParameterValue",
      "Volume of 100GiB is too small for volume type st1; minimum is 125GiB.",
    ],
    [{ Size: 2_000, VolumeType: "standard" }, "InvalidParameterValue", /is too large .* maximum is 1024GiB/],
    [{ Size: 10, VolumeType: "io1" }, "MissingParameter", /iops/],
    [{ Size: 10, VolumeType: "io1", Iops: 50 }, "InvalidParameterValue", /too low; minimum is 100/],
    [{ Size: 10, VolumeType: "io1", Iops: 600 }, "InvalidParameterValue", /ratio of 60\.000000 is too high/],
    [{ Size: 10, Iops: 100 }, "InvalidParameterCombination", "The parameter iops is not supported for gp2 volumes."],
    [{ Size: 10, VolumeType: "gp3", Throughput: 2_001 }, "InvalidParameterValue", /too high; maximum is 2000/],
    [{ Size: 100, VolumeType: "gp3", Throughput: 1_000 }, "InvalidParameterValue", /to iops ratio/],
    [{ Size: 10, VolumeType: "gp2", Throughput: 125 }, "InvalidParameterCombination", /throughput/],
    [{ Size: 10, VolumeType: "gp2", MultiAttachEnabled: true }, "InvalidParameterCombination", /MultiAttach/],
    [{ Size: 10, VolumeType: "gp9" }, "UnknownVolumeType", "Unknown volume type: gp9"],
    [{ Size: 10, AvailabilityZone: "us-east-1z" }, "InvalidZone.NotFound", "The zone 'us-east-1z' does not exist."],
    [{ Size: 10, KmsKeyId: "alias/none" }, "InvalidParameterDependency", /KmsKeyId/],
    [{ Size: 10, KmsKeyId: "alias/none", Encrypted: true }, "InvalidParameterValue", /key ID is not accessible/],
    [{ SnapshotId: "snap-00000000000000000" }, "InvalidSnapshot.NotFound", /does not exist/],
    [{ SnapshotId: "snapshot" }, "InvalidSnapshotID.Malformed", /expecting "snap-\.\.\."/],
  ];
  for (const [input, code, message] of refused) await refuses(create(input), code, message);
  for (const input of [
    { Size: 16_384 },
    { Size: 10, VolumeType: "io2", Iops: 10_000, MultiAttachEnabled: true },
    { Size: 200, VolumeType: "gp3", Iops: 80_000, Throughput: 2_000 },
    { Size: 125, VolumeType: "sc1" },
  ])
    await refuses(create(input), "DryRunOperation", /would have succeeded/);
});

test("a client token makes one volume, and quotas hold", async (context) => {
  const { call, make } = await open(context);
  const token = { ClientToken: "once" };
  assert.equal(await make(token), await make(token));
  await assert.rejects(make({ ...token, Size: 2 }), { name: "IdempotentParameterMismatch" });
  for (let index = 0; index < 50; index++) await make({ VolumeType: "sc1", Size: 1_024 });
  await assert.rejects(make({ VolumeType: "sc1", Size: 125 }), { name: "VolumeLimitExceeded" });
  for (let index = 0; index < 4; index++) await make({ VolumeType: "io1", Size: 1_280, Iops: 64_000 });
  await assert.rejects(make({ VolumeType: "io1", Size: 1_280, Iops: 64_000 }), { name: "MaxIOPSLimitExceeded" });
  const pages: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call("ec2", "DescribeVolumes", { MaxResults: 20, NextToken });
    pages.push(...(page.Volumes ?? []).map(({ VolumeId = "" }) => VolumeId));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  assert.equal(new Set(pages).size, 55);
  assert.equal(pages.length, 55);
});

test("a volume is attached to one instance of its zone, under a device of its own", async (context) => {
  const { call, available, instance, attach, describe, become, instanceOf } = await open(context);
  const [first, second] = [await instance(), await instance()];
  const [id, other, elsewhere] = [
    await available(),
    await available(),
    await available({ AvailabilityZone: "us-east-1b" }),
  ];
  await attach(id, first);
  assert.equal((await describe(id))?.State, "in-use");
  const devices = (await instanceOf(first))?.BlockDeviceMappings ?? [];
  assert.deepEqual(
    devices.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.DeleteOnTermination]),
    [
      ["/dev/xvda", true],
      ["/dev/sdf", false],
    ],
  );
  const to = (VolumeId: string, InstanceId: string, Device = "/dev/sdf") =>
    call("ec2", "AttachVolume", { VolumeId, InstanceId, Device });
  await refuses(to(id, second), "VolumeInUse", `${id} is already attached to an instance`);
  await refuses(to(other, first), "InvalidParameterValue", /Attachment point \/dev\/sdf is already in use/);
  await refuses(to(elsewhere, first), "InvalidVolume.ZoneMismatch", /not in the same availability zone/);
  await refuses(to(other, first, "/dev/nothing"), "InvalidParameterValue", /not a valid EBS device name/);
  await refuses(to(other, "i-0123456789abcdef0"), "InvalidInstanceID.NotFound", /does not exist/);
  await refuses(
    call("ec2", "DeleteVolume", { VolumeId: id }),
    "VolumeInUse",
    `Volume ${id} is currently attached to ${first}`,
  );
  const root = devices[0]?.Ebs?.VolumeId ?? "";
  await refuses(
    call("ec2", "DetachVolume", { VolumeId: root }),
    "OperationNotPermitted",
    /Unable to detach root volume/,
  );
  await refuses(call("ec2", "DetachVolume", { VolumeId: other }), "IncorrectState", /is in the 'available' state/);
  assert.equal((await call("ec2", "DetachVolume", { VolumeId: id })).State, "detaching");
  await become(id, "available");
  const filtered = await call("ec2", "DescribeVolumes", {
    Filters: [{ Name: "attachment.instance-id", Values: [second] }],
  });
  assert.equal(filtered.Volumes?.length, 1);
});

test("a terminated instance takes along the volumes that are to be deleted with it", async (context) => {
  const { call, clock, instance, instanceOf, available, attach, become, stateOf } = await open(context);
  const id = await instance({
    BlockDeviceMappings: [
      { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20 } },
      { DeviceName: "/dev/sdb", Ebs: { VolumeSize: 5, DeleteOnTermination: false, VolumeType: "gp2" } },
    ],
    TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "of", Value: "launch" }] }],
  });
  const [root = "", kept = ""] = ((await instanceOf(id))?.BlockDeviceMappings ?? []).map(
    ({ Ebs }) => Ebs?.VolumeId ?? "",
  );
  const tagged = await call("ec2", "DescribeVolumes", { Filters: [{ Name: "tag:of", Values: ["launch"] }] });
  assert.deepEqual(tagged.Volumes?.map(({ Size }) => Size).sort(), [20, 5]);
  const extra = await available();
  await attach(extra, id, "/dev/sdg");
  await call("ec2", "TerminateInstances", { InstanceIds: [id] });
  clock.advance(10_000);
  await eventually(async () => (await instanceOf(id))?.State?.Name === "terminated" || undefined, "its end");
  await become(root, "gone");
  assert.deepEqual([await stateOf(kept), await stateOf(extra)], ["available", "available"]);
  await refuses(
    call("ec2", "RunInstances", {
      ImageId: (await instanceOf(id))?.ImageId,
      MinCount: 1,
      MaxCount: 1,
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 1 } }],
    }),
    "InvalidParameterValue",
    /is smaller than snapshot/,
  );
});

test("a snapshot is pending, then completed, and a volume is made of it", async (context) => {
  const { call, clock, available, describe, told } = await open(context);
  const VolumeId = await available({ Size: 3 });
  const made = await call("ec2", "CreateSnapshot", {
    VolumeId,
    Description: "nightly",
    TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: "made-by", Value: "test" }] }],
  });
  assert.deepEqual([made.State, made.VolumeSize, made.Progress, made.Description], ["pending", 3, "", "nightly"]);
  const SnapshotIds = [made.SnapshotId ?? ""];
  const find = async () => (await call("ec2", "DescribeSnapshots", { SnapshotIds })).Snapshots?.[0];
  await eventually(async () => (await find())?.State === "completed" || undefined, "it to be completed");
  const found = await find();
  assert.deepEqual([found?.Progress, found?.StorageTier, found?.FullSnapshotSizeInBytes], ["100%", "standard", 0]);
  for (const filter of [
    { Name: "tag:made-by", Values: ["test"] },
    { Name: "volume-id", Values: [VolumeId] },
    { Name: "status", Values: ["completed"] },
    { Name: "description", Values: ["night*"] },
  ]) {
    const { Snapshots = [] } = await call("ec2", "DescribeSnapshots", { Filters: [filter], OwnerIds: ["self"] });
    assert.deepEqual(
      Snapshots.map(({ SnapshotId }) => SnapshotId),
      SnapshotIds,
      filter.Name,
    );
  }
  const restored = await available({ SnapshotId: SnapshotIds[0] ?? "", Size: undefined });
  assert.deepEqual([(await describe(restored))?.Size, (await describe(restored))?.SnapshotId], [3, SnapshotIds[0]]);
  await refuses(
    call("ec2", "CreateVolume", { AvailabilityZone: zone, SnapshotId: SnapshotIds[0] ?? "", Size: 2 }),
    "InvalidParameterValue",
    /is smaller than snapshot/,
  );
  const detail = await eventually(async () => told("EBS Snapshot Notification")[0]?.Detail, "its event");
  assert.deepEqual(
    [JSON.parse(detail).event, JSON.parse(detail).result, JSON.parse(detail).snapshot_id],
    ["createSnapshot", "succeeded", `arn:aws:ec2::us-east-1:snapshot/${SnapshotIds[0]}`],
  );
  await call("ec2", "DeleteSnapshot", { SnapshotId: SnapshotIds[0] ?? "" });
  await refuses(find(), "InvalidSnapshot.NotFound", `The snapshot '${SnapshotIds[0]}' does not exist.`);
  await refuses(
    call("ec2", "DeleteSnapshot", { SnapshotId: SnapshotIds[0] ?? "" }),
    "InvalidSnapshot.NotFound",
    /does not exist/,
  );
  clock.advance(1_000);
  assert.equal((await describe(restored))?.State, "available");
});
