import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../../ec2/service.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { sts } from "../../sts/service.ts";
import { dlm } from "../service.ts";
import { policiesKey, runTimer } from "./policy.ts";
import { policyStore } from "./policy-store.ts";

const dayMs = 86_400_000;

test("a policy takes snapshots of tagged volumes every day, keeps so many, copies them, and is changed and deleted", async (context) => {
  const { call, clock, table, asRoot } = await openServiceTest(context, [ec2, dlm, iam, sts], {
    access: createAccessControl,
  });
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "dlm.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "backup",
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  const allow = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }] };
  await call("iam", "PutRolePolicy", { RoleName: "backup", PolicyName: "all", PolicyDocument: JSON.stringify(allow) });
  const make = async (Value: string) =>
    (
      await call("ec2", "CreateVolume", {
        AvailabilityZone: "us-east-1a",
        Size: 1,
        TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Backup", Value }] }],
      })
    ).VolumeId ?? "";
  const [kept] = [await make("true"), await make("false")];
  clock.advance(1_000);
  const schedule = {
    Name: "nightly",
    CopyTags: true,
    TagsToAdd: [{ Key: "by", Value: "dlm" }],
    CreateRule: { Interval: 24, IntervalUnit: "HOURS" as const, Times: ["03:00"] },
    RetainRule: { Count: 2 },
    CrossRegionCopyRules: [
      { Target: "eu-west-1", Encrypted: false, RetainRule: { Interval: 1, IntervalUnit: "DAYS" as const } },
    ],
  };
  const PolicyDetails = {
    ResourceTypes: ["VOLUME" as const],
    TargetTags: [{ Key: "Backup", Value: "true" }],
    Schedules: [schedule],
  };
  const policy = { ExecutionRoleArn: Role?.Arn ?? "", Description: "daily", State: "ENABLED" as const, PolicyDetails };
  const { PolicyId = "" } = await call("dlm", "CreateLifecyclePolicy", policy);
  const list = async (region = "us-east-1") =>
    (await table.call("ec2", "DescribeSnapshots", { OwnerIds: ["self"] }, { ...asRoot, region })).Snapshots ?? [];
  const until = async (count: number, copies: number) =>
    eventually(async () => {
      const [own, far] = [await list(), await list("eu-west-1")];
      // What waits for its snapshot to be completed is copied a few seconds later.
      if (far.length < copies) clock.advance(5_000);
      return (own.length === count && far.length === copies) || undefined;
    }, `${count} snapshots and ${copies} copies`);
  clock.advance(4 * 3_600_000);
  await until(1, 1);
  const [first] = await list();
  assert.equal(first?.VolumeId, kept);
  assert.deepEqual(Object.fromEntries((first?.Tags ?? []).map(({ Key, Value }) => [Key, Value])), {
    Backup: "true",
    by: "dlm",
    "dlm:managed": "true",
    "aws:dlm:lifecycle-policy-id": PolicyId,
    "aws:dlm:lifecycle-schedule-name": "nightly",
  });
  clock.advance(dayMs);
  await eventually(async () => (await list()).length === 2 || undefined, "the second");
  clock.advance(dayMs);
  await eventually(
    async () =>
      ((await list()).length === 2 && !(await list()).some(({ SnapshotId }) => SnapshotId === first?.SnapshotId)) ||
      undefined,
    "the first to go",
  );
  // One that is locked stays, whatever the policy says, and goes when it can.
  const [oldest] = (await list()).sort((a, b) => (a.StartTime?.getTime() ?? 0) - (b.StartTime?.getTime() ?? 0));
  const SnapshotId = oldest?.SnapshotId ?? "";
  await call("ec2", "LockSnapshot", { SnapshotId, LockMode: "governance", LockDuration: 10 });
  const message = async () => (await call("dlm", "GetLifecyclePolicy", { PolicyId })).Policy?.StatusMessage ?? "";
  clock.advance(dayMs);
  await eventually(async () => /is locked/.test(await message()) || undefined, "the policy to say so");
  assert.equal((await list()).length, 3);
  await call("ec2", "UnlockSnapshot", { SnapshotId });
  clock.advance(dayMs);
  await eventually(async () => (await list()).length === 2 || undefined, "it to go");
  await call("dlm", "UpdateLifecyclePolicy", { PolicyId, State: "DISABLED" });
  const { Policy } = await call("dlm", "GetLifecyclePolicy", { PolicyId });
  assert.deepEqual([Policy?.State, Policy?.Description], ["DISABLED", "daily"]);
  const ResourceArn = Policy?.PolicyArn ?? "";
  await call("dlm", "TagResource", { ResourceArn, Tags: { a: "1", b: "2" } });
  await call("dlm", "UntagResource", { ResourceArn, TagKeys: ["a"] });
  assert.deepEqual((await call("dlm", "ListTagsForResource", { ResourceArn })).Tags, { b: "2" });
  const found = await call("dlm", "GetLifecyclePolicies", { TargetTags: ["Backup=true"], State: "DISABLED" });
  assert.deepEqual(
    found.Policies?.map((each) => each.PolicyId),
    [PolicyId],
  );
  await call("dlm", "DeleteLifecyclePolicy", { PolicyId });
  await refuses(call("dlm", "GetLifecyclePolicy", { PolicyId }), "ResourceNotFoundException", /does not exist/);
  assert.equal((await list()).length, 2);
  const refused: [object, RegExp][] = [
    [
      { PolicyDetails: { ...PolicyDetails, PolicyType: "IMAGE_MANAGEMENT" } },
      /does not support policies of the type IMAGE_MANAGEMENT/,
    ],
    [{ PolicyDetails: { ...PolicyDetails, TargetTags: [] } }, /target tag/],
    [{ PolicyDetails: { ...PolicyDetails, Schedules: [{ ...schedule, RetainRule: undefined }] } }, /RetainRule/],
    [
      { PolicyDetails: { ...PolicyDetails, Schedules: [{ ...schedule, CreateRule: { CronExpression: "cron(x)" } }] } },
      /cron/,
    ],
    [{ DefaultPolicy: "VOLUME" }, /does not support default policies/],
  ];
  for (const [more, message] of refused)
    await refuses(call("dlm", "CreateLifecyclePolicy", { ...policy, ...more }), "InvalidRequestException", message);
});

test("what cannot be backed up keeps nothing else from it, and a run that begins anew makes no snapshot twice", async (context) => {
  const { call, clock, table, asRoot } = await openServiceTest(context, [ec2, dlm, iam, sts], {
    access: createAccessControl,
    auth: "enforce",
  });
  const Tags = [{ Key: "Backup", Value: "true" }];
  const make = async () =>
    (
      await call("ec2", "CreateVolume", {
        AvailabilityZone: "us-east-1a",
        Size: 1,
        TagSpecifications: [{ ResourceType: "volume", Tags }],
      })
    ).VolumeId ?? "";
  // Volumes are listed by their ids: the first is the one that is refused.
  const [denied = "", ...others] = [await make(), await make(), await make()].sort();
  clock.advance(1_000);
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "backup",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "dlm.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "ec2:*", Resource: "*" },
      { Effect: "Deny", Action: "ec2:CreateSnapshot", Resource: `arn:aws:ec2:*:*:volume/${denied}` },
    ],
  });
  await call("iam", "PutRolePolicy", { RoleName: "backup", PolicyName: "most", PolicyDocument });
  const { PolicyId = "" } = await call("dlm", "CreateLifecyclePolicy", {
    ExecutionRoleArn: Role?.Arn ?? "",
    Description: "daily",
    State: "ENABLED",
    PolicyDetails: {
      ResourceTypes: ["VOLUME"],
      TargetTags: Tags,
      Schedules: [
        {
          Name: "nightly",
          CreateRule: { Interval: 24, IntervalUnit: "HOURS", Times: ["03:00"] },
          RetainRule: { Count: 2 },
        },
      ],
    },
  });
  const partition = table.host.storage.partition(policiesKey(asRoot));
  const policy = () => partition.read((tx) => policyStore.find(tx, PolicyId));
  const before = await policy();
  const dueMs = before?.nextMs[0] ?? 0;
  clock.advance(4 * 3_600_000);
  const hasRun = () => eventually(async () => ((await policy())?.nextMs[0] ?? 0) > dueMs || undefined, "the run's end");
  const backedUp = async () =>
    ((await call("ec2", "DescribeSnapshots", { OwnerIds: ["self"] })).Snapshots ?? [])
      .map(({ VolumeId }) => VolumeId)
      .sort();
  await hasRun();
  assert.deepEqual(await backedUp(), others);
  const { Policy } = await call("dlm", "GetLifecyclePolicy", { PolicyId });
  assert.match(Policy?.StatusMessage ?? "", /not authorized|explicit deny/i);
  // As a server left it that was killed before the end of its run.
  await partition.write(async (tx) => {
    const found = await policyStore.find(tx, PolicyId);
    assert.ok(found);
    await policyStore.put(tx, { ...found, nextMs: [dueMs] });
    // One of them it had made and not noted yet.
    const [last] = await policyStore.snapshots(tx, PolicyId);
    assert.ok(last);
    await policyStore.removeSnapshot(tx, last);
    await tx.setTimer({ kind: runTimer, key: PolicyId, dueMs: clock.nowMs() });
  });
  clock.advance(1);
  await hasRun();
  assert.deepEqual(await backedUp(), others);
  const noted = await partition.read((tx) => policyStore.snapshots(tx, PolicyId));
  assert.deepEqual(noted.map(({ volumeId }) => volumeId).sort(), others);
});

test("what is taken is shared, restored fast, copied once and archived as the schedule says, and each ends in its time", async (context) => {
  const { call, clock, table, asRoot } = await openServiceTest(context, [ec2, dlm, iam, sts], {
    access: createAccessControl,
  });
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "backup",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "dlm.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }],
  });
  await call("iam", "PutRolePolicy", { RoleName: "backup", PolicyName: "all", PolicyDocument });
  const Tags = [{ Key: "Backup", Value: "true" }];
  const TagSpecifications = [{ ResourceType: "volume" as const, Tags }];
  await call("ec2", "CreateVolume", { AvailabilityZone: "us-east-1a", Size: 1, TagSpecifications });
  clock.advance(1_000);
  const schedule = {
    Name: "monthly",
    CreateRule: { CronExpression: "cron(0 3 1 * ? *)" },
    RetainRule: { Count: 1 },
    ArchiveRule: { RetainRule: { RetentionArchiveTier: { Count: 4 } } },
    FastRestoreRule: { Count: 1, AvailabilityZones: ["us-east-1a"] },
    ShareRules: [{ TargetAccounts: ["111122223333"], UnshareInterval: 2, UnshareIntervalUnit: "DAYS" as const }],
    CrossRegionCopyRules: [
      { Target: "eu-west-1", Encrypted: false, RetainRule: { Interval: 3, IntervalUnit: "DAYS" as const } },
    ],
  };
  const policy = (changed: object) => ({
    ExecutionRoleArn: Role?.Arn ?? "",
    Description: "monthly",
    State: "ENABLED" as const,
    PolicyDetails: {
      ResourceTypes: ["VOLUME" as const],
      TargetTags: Tags,
      Schedules: [{ ...schedule, ...changed }],
    },
  });
  const refused: [object, RegExp][] = [
    [{ ShareRules: [{ TargetAccounts: ["111122223333"], UnshareInterval: 2 }] }, /specified together/],
    [{ FastRestoreRule: { Interval: 1, IntervalUnit: "DAYS", AvailabilityZones: ["us-east-1a"] } }, /go by count/],
    [{ FastRestoreRule: { Count: 1 } }, /AvailabilityZones/],
    [{ ArchiveRule: { RetainRule: { RetentionArchiveTier: { Count: 2 } } } }, /at least 90 days/],
    [{ ArchiveRule: { RetainRule: { RetentionArchiveTier: { Interval: 1, IntervalUnit: "YEARS" } } } }, /by count/],
    [{ CreateRule: { Interval: 24, IntervalUnit: "HOURS" } }, /every 28 days/],
    [{ DeprecateRule: { Count: 1 } }, /images only/],
    [{ RetainRule: { Interval: 1e9, IntervalUnit: "YEARS" } }, /100 years/],
    [
      { ShareRules: [{ TargetAccounts: ["111122223333"], UnshareInterval: 1e9, UnshareIntervalUnit: "MONTHS" }] },
      /100 years/,
    ],
  ];
  for (const [changed, message] of refused)
    await refuses(call("dlm", "CreateLifecyclePolicy", policy(changed)), "InvalidRequestException", message);
  const { PolicyId = "" } = await call("dlm", "CreateLifecyclePolicy", policy({}));
  const list = async (region = "us-east-1") =>
    (await table.call("ec2", "DescribeSnapshots", { OwnerIds: ["self"] }, { ...asRoot, region })).Snapshots ?? [];
  const until = (isSo: () => Promise<boolean>, what: string) =>
    eventually(async () => {
      if (await isSo()) return true;
      // What waits for its snapshot is done some seconds later.
      clock.advance(5_000);
      return undefined;
    }, what);
  const sharedWith = async (SnapshotId: string) =>
    (
      await call("ec2", "DescribeSnapshotAttribute", { SnapshotId, Attribute: "createVolumePermission" })
    ).CreateVolumePermissions?.map(({ UserId }) => UserId);
  const fast = async () =>
    ((await call("ec2", "DescribeFastSnapshotRestores", {})).FastSnapshotRestores ?? [])
      .filter(({ State }) => State === "enabling" || State === "optimizing" || State === "enabled")
      .map(({ SnapshotId }) => SnapshotId);
  const tierOf = async (SnapshotId: string) =>
    (await list()).find((each) => each.SnapshotId === SnapshotId)?.StorageTier;
  const toNextRun = () => {
    const at = new Date(clock.nowMs());
    clock.advance(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1, 3, 0, 1) - clock.nowMs());
  };
  toNextRun();
  await until(async () => (await list()).length === 1, "the first");
  const first = (await list())[0]?.SnapshotId ?? "";
  await until(async () => (await list("eu-west-1")).length === 1, "its copy");
  await until(async () => (await fast()).includes(first), "its fast restore");
  assert.deepEqual(await sharedWith(first), ["111122223333"]);

  // As a server left it that was killed after the copy and before it had noted it: it is not made twice.
  const partition = table.host.storage.partition(policiesKey(asRoot));
  const known = () => partition.read((tx) => policyStore.snapshots(tx, PolicyId));
  await until(async () => (await known()).length === 2, "the copy to be noted");
  await partition.write(async (tx) => {
    for (const each of await policyStore.snapshots(tx, PolicyId)) {
      if (each.region === "eu-west-1") await policyStore.removeSnapshot(tx, each);
      else await policyStore.putSnapshot(tx, { ...each, copies: ["eu-west-1"] });
    }
    await tx.setTimer({ kind: runTimer, key: PolicyId, dueMs: clock.nowMs() });
  });
  clock.advance(1);
  await until(async () => (await known()).length === 2, "it to be noted again");
  assert.equal((await list("eu-west-1")).length, 1);

  clock.advance(2 * dayMs);
  await until(async () => (await sharedWith(first))?.length === 0, "the share to end");
  clock.advance(dayMs);
  await until(async () => (await list("eu-west-1")).length === 0, "the copy to end");
  toNextRun();
  await until(async () => (await list()).length === 2, "the second");
  const second = (await list()).find(({ SnapshotId }) => SnapshotId !== first)?.SnapshotId ?? "";
  await until(async () => (await fast()).join() === second, "the fast restore of the newest alone");
  await until(async () => (await tierOf(first)) === "archive", "the first to be archived");
  for (let month = 0; month < 4; month++) {
    const before = (await list()).length;
    toNextRun();
    await until(
      async () => (await list()).length > before || !(await list()).some(({ SnapshotId }) => SnapshotId === first),
      "the next",
    );
  }
  await until(
    async () => !(await list()).some(({ SnapshotId }) => SnapshotId === first),
    "the oldest of the archive to go",
  );
  await until(
    async () => (await list()).filter(({ StorageTier }) => StorageTier === "archive").length === 4,
    "four to stay in the archive",
  );
});
