import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { PutEventsCommandInput } from "@aws-sdk/client-eventbridge";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { type AnyService, defineService } from "../../service.ts";
import { ec2 } from "../service.ts";

type RunInput = Record<string, unknown>;

async function open(context: TestContext, ...others: AnyService[]) {
  const opened = await openServiceTest(context, [ec2, ...others]);
  const { call, clock } = opened;
  const images = (await call("ec2", "DescribeImages", { Owners: ["amazon"] })).Images ?? [];
  const imageOf = (architecture: string) => images.find((image) => image.Architecture === architecture)?.ImageId ?? "";
  const image = imageOf("x86_64");
  const run = async (input: RunInput = {}) => {
    const given = { ImageId: image, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1, ...input } as const;
    return (await call("ec2", "RunInstances", given)).Instances ?? [];
  };
  const start = async (input?: RunInput) => (await run(input))[0]?.InstanceId ?? "";
  const describe = async (id: string) =>
    (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0];
  const stateOf = async (id: string) => (await describe(id))?.State?.Name;
  /** Moves time on, and waits until that has done its work. */
  const pass = async (ms: number, id: string, state: string | undefined) => {
    clock.advance(ms);
    await eventually(
      async () => (await stateOf(id).catch(() => "gone")) === state || undefined,
      `${id} to be ${state}`,
    );
  };
  return { ...opened, image, imageOf, run, start, describe, stateOf, pass };
}

test("an instance starts, stops, starts again and ends, each after its time", async (context) => {
  const { call, start, describe, stateOf, pass, clock } = await open(context);
  const id = await start();
  assert.match(id, /^i-0[0-9a-f]{16}$/);
  assert.equal(await stateOf(id), "pending");
  await pass(5_000, id, "running");
  assert.match((await describe(id))?.PublicIpAddress ?? "", /^198\.18\./);
  const { StoppingInstances } = await call("ec2", "StopInstances", { InstanceIds: [id] });
  assert.deepEqual(StoppingInstances, [
    { InstanceId: id, CurrentState: { Code: 64, Name: "stopping" }, PreviousState: { Code: 16, Name: "running" } },
  ]);
  await pass(10_000, id, "stopped");
  const stopped = await describe(id);
  assert.equal(stopped?.PublicIpAddress, undefined);
  assert.equal(stopped?.StateReason?.Code, "Client.UserInitiatedShutdown");
  assert.match(stopped?.StateTransitionReason ?? "", /^User initiated \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\)$/);
  const { StartingInstances } = await call("ec2", "StartInstances", { InstanceIds: [id] });
  assert.equal(StartingInstances?.[0]?.CurrentState?.Name, "pending");
  await pass(5_000, id, "running");
  await call("ec2", "RebootInstances", { InstanceIds: [id] });
  assert.equal(await stateOf(id), "running");
  await call("ec2", "TerminateInstances", { InstanceIds: [id] });
  await pass(10_000, id, "terminated");
  await refuses(
    call("ec2", "StartInstances", { InstanceIds: [id] }),
    "IncorrectInstanceState",
    `The instance '${id}' is not in a state from which it can be started.`,
  );
  // Ended twice is ended.
  await call("ec2", "TerminateInstances", { InstanceIds: [id] });
  clock.advance(3_500_000);
  assert.equal(await stateOf(id), "terminated");
  await pass(100_001, id, "gone");
  assert.deepEqual((await call("ec2", "DescribeTags", {})).Tags, []);
});

test("what is asked again changes nothing, and one that cannot be changed keeps the others as they are", async (context) => {
  const { call, start, stateOf, pass } = await open(context);
  const [running, other] = [await start(), await start()];
  await refuses(
    call("ec2", "StopInstances", { InstanceIds: [running] }),
    "IncorrectInstanceState",
    `This instance '${running}' is not in a state from which it can be stopped.`,
  );
  await pass(5_000, other, "running");
  const { StartingInstances } = await call("ec2", "StartInstances", { InstanceIds: [running] });
  assert.deepEqual(StartingInstances?.[0]?.PreviousState, StartingInstances?.[0]?.CurrentState);
  await call("ec2", "TerminateInstances", { InstanceIds: [other] });
  await assert.rejects(call("ec2", "StopInstances", { InstanceIds: [running, other] }), {
    name: "IncorrectInstanceState",
  });
  assert.equal(await stateOf(running), "running");
  await refuses(
    call("ec2", "StopInstances", { InstanceIds: [running, "i-0123456789abcdef0"] }),
    "InvalidInstanceID.NotFound",
    "The instance ID 'i-0123456789abcdef0' does not exist",
  );
  assert.equal(await stateOf(running), "running");
  await assert.rejects(call("ec2", "StopInstances", { InstanceIds: ["i-1"] }), { name: "InvalidInstanceID.Malformed" });
  await assert.rejects(call("ec2", "StopInstances", { InstanceIds: [running], DryRun: true }), {
    name: "DryRunOperation",
  });
  await assert.rejects(call("ec2", "StopInstances", { InstanceIds: [running], Hibernate: true }), {
    name: "UnsupportedOperation",
  });
  assert.equal(await stateOf(running), "running");
});

test("RunInstances checks what it is given, and makes nothing then", async (context) => {
  const { call, run, imageOf } = await open(context);
  await refuses(run({ ImageId: undefined }), "MissingParameter", "The request must contain the parameter ImageId");
  await assert.rejects(run({ ImageId: "ami-x" }), { name: "InvalidAMIID.Malformed" });
  await assert.rejects(run({ ImageId: "ami-00000000000000000" }), { name: "InvalidAMIID.NotFound" });
  await refuses(run({ InstanceType: "t3.tiny" }), "InvalidParameterValue", "Invalid value 't3.tiny' for InstanceType.");
  await assert.rejects(run({ ImageId: imageOf("arm64") }), { name: "InvalidParameterValue" });
  await assert.rejects(run({ MinCount: 2 }), { name: "InvalidParameterValue" });
  await refuses(run({ KeyName: "mine" }), "InvalidKeyPair.NotFound", "The key pair 'mine' does not exist");
  await assert.rejects(run({ SubnetId: "subnet-00000000" }), { name: "InvalidSubnetID.NotFound" });
  await assert.rejects(run({ SecurityGroupIds: ["sg-00000000"] }), { name: "InvalidGroup.NotFound" });
  await assert.rejects(run({ UserData: "%%%" }), { name: "InvalidParameterValue" });
  await assert.rejects(run({ UserData: Buffer.alloc(16_385).toString("base64") }), { name: "InvalidParameterValue" });
  await assert.rejects(run({ TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "a", Value: "b" }] }] }), {
    name: "InvalidParameterValue",
  });
  await assert.rejects(run({ TagSpecifications: [{ ResourceType: "instance", Tags: [] }] }), {
    name: "InvalidParameter",
  });
  await assert.rejects(run({ TagSpecifications: [{ Tags: [{ Key: "a", Value: "b" }] }] }), {
    name: "InvalidParameter",
  });
  await assert.rejects(run({ HibernationOptions: { Configured: true } }), { name: "UnsupportedOperation" });
  await assert.rejects(run({ Placement: { Tenancy: "dedicated" } }), { name: "UnsupportedOperation" });
  await assert.rejects(run({ MinCount: 1_000, MaxCount: 1_000 }), { name: "VcpuLimitExceeded" });
  await assert.rejects(run({ DryRun: true }), { name: "DryRunOperation" });
  assert.deepEqual((await call("ec2", "DescribeInstances", {})).Reservations, []);
});

test("several instances of one call are one reservation, each with an address of its own", async (context) => {
  const { call, run } = await open(context);
  const made = await run({ MinCount: 3, MaxCount: 3 });
  assert.deepEqual(
    made.map((each) => each.AmiLaunchIndex),
    [0, 1, 2],
  );
  assert.equal(new Set(made.map((each) => each.PrivateIpAddress)).size, 3);
  const { Reservations = [] } = await call("ec2", "DescribeInstances", {});
  assert.equal(Reservations.length, 1);
  assert.equal(Reservations[0]?.Instances?.length, 3);
  const { Subnets = [] } = await call("ec2", "DescribeSubnets", { SubnetIds: [made[0]?.SubnetId ?? ""] });
  assert.equal(Subnets[0]?.AvailableIpAddressCount, 4_091 - 3);
});

test("a client token gives the same instances again, and refuses other parameters", async (context) => {
  const { run, call } = await open(context);
  const [first] = await run({ ClientToken: "once" });
  const [again] = await run({ ClientToken: "once" });
  assert.equal(again?.InstanceId, first?.InstanceId);
  await assert.rejects(run({ ClientToken: "once", InstanceType: "t3.small" }), { name: "IdempotentParameterMismatch" });
  assert.equal((await call("ec2", "DescribeInstances", {})).Reservations?.length, 1);
});

test("filters and pages find instances by states, tags and wildcards", async (context) => {
  const { call, start } = await open(context);
  const ids: string[] = [];
  for (let index = 0; index < 7; index++)
    ids.push(
      await start({
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: `web-${index}` }] }],
      }),
    );
  const find = async (Name: string, ...Values: string[]) =>
    ((await call("ec2", "DescribeInstances", { Filters: [{ Name, Values }] })).Reservations ?? []).length;
  assert.equal(await find("tag:Name", "web-1", "web-2"), 2);
  assert.equal(await find("tag:Name", "web-*"), 7);
  assert.equal(await find("tag:name", "web-*"), 0);
  assert.equal(await find("tag-key", "Name"), 7);
  assert.equal(await find("instance-state-name", "pending"), 7);
  assert.equal(await find("instance-state-code", "16"), 0);
  assert.equal(await find("instance-type", "t3.*"), 7);
  assert.equal(await find("tag:__proto__", "*"), 0);
  await refuses(find("color", "red"), "InvalidParameterValue", "The filter 'color' is invalid");
  const seen: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call("ec2", "DescribeInstances", { MaxResults: 5, ...(NextToken && { NextToken }) });
    seen.push(
      ...(page.Reservations ?? []).flatMap((each) => each.Instances?.map(({ InstanceId = "" }) => InstanceId) ?? []),
    );
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(seen, [...ids].sort());
  await assert.rejects(call("ec2", "DescribeInstances", { MaxResults: 4 }), { name: "InvalidParameterValue" });
  await assert.rejects(call("ec2", "DescribeInstances", { MaxResults: 5, InstanceIds: ids }), {
    name: "InvalidParameterCombination",
  });
  await assert.rejects(call("ec2", "DescribeInstances", { NextToken: "no token" }), { name: "InvalidParameterValue" });
});

test("DescribeInstanceStatus shows what runs, whose checks pass a minute later", async (context) => {
  const { call, start, pass, clock } = await open(context);
  const [id, pending] = [await start(), await start({ InstanceType: "t3.small" })];
  const statuses = async (input = {}) => (await call("ec2", "DescribeInstanceStatus", input)).InstanceStatuses ?? [];
  assert.deepEqual(await statuses(), []);
  assert.equal((await statuses({ IncludeAllInstances: true })).length, 2);
  await pass(5_000, pending, "running");
  await pass(0, id, "running");
  assert.equal((await statuses({ InstanceIds: [id] }))[0]?.InstanceStatus?.Status, "initializing");
  clock.advance(60_000);
  assert.equal((await statuses({ InstanceIds: [id] }))[0]?.SystemStatus?.Status, "ok");
});

test("attributes protect, and what a machine boots from changes while it is stopped", async (context) => {
  const { call, start, pass, describe } = await open(context);
  const id = await start({ UserData: Buffer.from("#!/bin/sh").toString("base64") });
  await pass(5_000, id, "running");
  const modify = (input: RunInput) => call("ec2", "ModifyInstanceAttribute", { InstanceId: id, ...input });
  const attribute = (Attribute: "userData" | "instanceType" | "disableApiTermination" | "kernel") =>
    call("ec2", "DescribeInstanceAttribute", { InstanceId: id, Attribute });
  await modify({ DisableApiTermination: { Value: true } });
  assert.equal((await attribute("disableApiTermination")).DisableApiTermination?.Value, true);
  await refuses(
    call("ec2", "TerminateInstances", { InstanceIds: [id] }),
    "OperationNotPermitted",
    `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );
  await modify({ Attribute: "disableApiTermination", Value: "false" });
  await refuses(
    modify({ InstanceType: { Value: "t3.large" } }),
    "IncorrectInstanceState",
    `The instance '${id}' is not in the 'stopped' state.`,
  );
  await refuses(modify({}), "InvalidParameterCombination", "No attributes specified.");
  await assert.rejects(modify({ Kernel: { Value: "aki-1" } }), { name: "UnsupportedOperation" });
  assert.deepEqual((await attribute("kernel")).KernelId, {});
  assert.equal(Buffer.from((await attribute("userData")).UserData?.Value ?? "", "base64").toString(), "#!/bin/sh");
  await call("ec2", "StopInstances", { InstanceIds: [id] });
  await pass(10_000, id, "stopped");
  await modify({ InstanceType: { Value: "t3.large" } });
  assert.equal((await describe(id))?.InstanceType, "t3.large");
  await assert.rejects(modify({ InstanceType: { Value: "t4g.large" } }), { name: "InvalidParameterValue" });
  await modify({ DisableApiStop: { Value: true } });
  await call("ec2", "StartInstances", { InstanceIds: [id] });
  await pass(5_000, id, "running");
  await assert.rejects(call("ec2", "StopInstances", { InstanceIds: [id] }), { name: "OperationNotPermitted" });
});

test("each state is told to the account's default bus, in order", async (context) => {
  const told: string[] = [];
  const eventbridge = defineService<typeof import("@aws-sdk/client-eventbridge")>({
    name: "eventbridge",
    migrations: [],
    access: { prefix: "events", resource: () => "*" },
    create: () => undefined,
    operations: {
      PutEvents: async () => async (input: PutEventsCommandInput) => {
        const [entry] = input.Entries ?? [];
        told.push(`${entry?.Source} ${entry?.DetailType} ${JSON.parse(entry?.Detail ?? "{}").state}`);
        return { Entries: [{}], FailedEntryCount: 0 };
      },
    },
  });
  const { call, run, pass } = await open(context, eventbridge);
  const [instance] = await run();
  const id = instance?.InstanceId ?? "";
  await pass(5_000, id, "running");
  await call("ec2", "StopInstances", { InstanceIds: [id] });
  await pass(10_000, id, "stopped");
  const states = ["pending", "running", "stopping", "stopped"];
  await eventually(async () => told.length === states.length || undefined, "all states");
  assert.deepEqual(
    told,
    states.map((state) => `aws.ec2 EC2 Instance State-change Notification ${state}`),
  );
});
