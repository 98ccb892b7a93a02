import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call, clock } = await openServiceTest(context, [ec2]);
  const filter = [{ Name: "architecture", Values: ["x86_64"] }];
  const image = (await call("ec2", "DescribeImages", { Filters: filter })).Images?.[0]?.ImageId ?? "";
  const [subnet] =
    (await call("ec2", "DescribeSubnets", { Filters: [{ Name: "availability-zone", Values: ["us-east-1a"] }] }))
      .Subnets ?? [];
  const SubnetId = subnet?.SubnetId ?? "";
  const make = async (input = {}) =>
    (await call("ec2", "CreateNetworkInterface", { SubnetId, ...input })).NetworkInterface?.NetworkInterfaceId ?? "";
  const find = async (id: string) =>
    (await call("ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds: [id] })).NetworkInterfaces?.[0];
  const run = async (input = {}) => {
    const launch = { ImageId: image, InstanceType: "t3.small", MinCount: 1, MaxCount: 1, ...input } as const;
    return (await call("ec2", "RunInstances", launch)).Instances?.[0]?.InstanceId ?? "";
  };
  const describe = async (id: string) =>
    (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0];
  const pass = async (ms: number, id: string, state: string) => {
    clock.advance(ms);
    await eventually(async () => (await describe(id))?.State?.Name === state || undefined, `${id} to be ${state}`);
  };
  return { call, subnet, SubnetId, make, find, run, describe, pass };
}

test("an interface is made, attached, detached and deleted", async (context) => {
  const { call, make, find, run, pass, describe } = await open(context);
  const id = await make({ Description: "second", SecondaryPrivateIpAddressCount: 1, ClientToken: "once" });
  assert.equal(await make({ Description: "second", SecondaryPrivateIpAddressCount: 1, ClientToken: "once" }), id);
  const made = await find(id);
  assert.deepEqual([made?.Status, made?.PrivateIpAddresses?.length], ["available", 2]);
  assert.match(made?.MacAddress ?? "", /^02(:[0-9a-f]{2}){5}$/);
  const instance = await run();
  const attachment = { NetworkInterfaceId: id, InstanceId: instance, DeviceIndex: 1 };
  await refuses(
    call("ec2", "AttachNetworkInterface", { ...attachment, DeviceIndex: 0 }),
    "InvalidParameterValue",
    `Instance '${instance}' already has an interface attached at device index '0'.`,
  );
  const { AttachmentId } = await call("ec2", "AttachNetworkInterface", attachment);
  assert.equal((await describe(instance))?.NetworkInterfaces?.length, 2);
  await refuses(
    call("ec2", "DeleteNetworkInterface", { NetworkInterfaceId: id }),
    "InvalidParameterValue",
    `Network interface '${id}' is currently in use.`,
  );
  const own = { NetworkInterfaceId: id };
  await call("ec2", "ModifyNetworkInterfaceAttribute", { ...own, SourceDestCheck: { Value: false } });
  await call("ec2", "ModifyNetworkInterfaceAttribute", {
    ...own,
    Attachment: { AttachmentId, DeleteOnTermination: true },
  });
  const attribute = async (Attribute: "sourceDestCheck" | "attachment") =>
    call("ec2", "DescribeNetworkInterfaceAttribute", { ...own, Attribute });
  assert.equal((await attribute("sourceDestCheck")).SourceDestCheck?.Value, false);
  await call("ec2", "ResetNetworkInterfaceAttribute", { ...own, SourceDestCheck: "sourceDestCheck" });
  assert.equal((await attribute("sourceDestCheck")).SourceDestCheck?.Value, true);
  const kept = await make();
  await call("ec2", "AttachNetworkInterface", { ...attachment, NetworkInterfaceId: kept, DeviceIndex: 2 });
  await assert.rejects(
    call("ec2", "AttachNetworkInterface", { ...attachment, NetworkInterfaceId: await make(), DeviceIndex: 3 }),
    { name: "AttachmentLimitExceeded" },
  );
  await call("ec2", "TerminateInstances", { InstanceIds: [instance] });
  await pass(10_000, instance, "terminated");
  await refuses(find(id), "InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`);
  assert.equal((await find(kept))?.Status, "available");
  await call("ec2", "DeleteNetworkInterface", { NetworkInterfaceId: kept });
});

test("an instance's first interface is a resource, too, and cannot be detached", async (context) => {
  const { call, find, run, describe } = await open(context);
  const instance = await run();
  const own = (await describe(instance))?.NetworkInterfaces?.[0];
  const id = own?.NetworkInterfaceId ?? "";
  assert.equal((await find(id))?.Attachment?.InstanceId, instance);
  const AttachmentId = own?.Attachment?.AttachmentId ?? "";
  await refuses(
    call("ec2", "DetachNetworkInterface", { AttachmentId }),
    "OperationNotPermitted",
    "The network interface at device index 0 and networkCard index 0 cannot be detached.",
  );
  await assert.rejects(call("ec2", "DetachNetworkInterface", { AttachmentId: "eni-attach-1" }), {
    name: "InvalidAttachmentID.NotFound",
  });
  const { AssignedPrivateIpAddresses: [added] = [] } = await call("ec2", "AssignPrivateIpAddresses", {
    NetworkInterfaceId: id,
    SecondaryPrivateIpAddressCount: 1,
  });
  const address = added?.PrivateIpAddress ?? "";
  assert.equal((await describe(instance))?.NetworkInterfaces?.[0]?.PrivateIpAddresses?.[1]?.PrivateIpAddress, address);
  const again = { NetworkInterfaceId: id, PrivateIpAddresses: [address] };
  await assert.rejects(call("ec2", "AssignPrivateIpAddresses", again), { name: "InvalidIPAddress.InUse" });
  await call("ec2", "UnassignPrivateIpAddresses", again);
  await assert.rejects(call("ec2", "UnassignPrivateIpAddresses", again), { name: "InvalidParameterValue" });
  await call("ec2", "CreateTags", { Resources: [id], Tags: [{ Key: "Name", Value: "first" }] });
  const found = await call("ec2", "DescribeNetworkInterfaces", { Filters: [{ Name: "tag:Name", Values: ["first"] }] });
  assert.equal(found.NetworkInterfaces?.[0]?.NetworkInterfaceId, id);
});

test("instances are launched with interfaces that are there, and ones of their own", async (context) => {
  const { call, make, find, run, describe, pass, SubnetId } = await open(context);
  const first = await make({ Description: "mine", PrivateIpAddress: "172.31.0.77" });
  const present = { DeviceIndex: 0, NetworkInterfaceId: first };
  await refuses(
    run({ NetworkInterfaces: [present], SubnetId }),
    "InvalidParameterCombination",
    "Network interfaces and an instance-level subnet ID may not be specified on the same request",
  );
  const instance = await run({ NetworkInterfaces: [present, { DeviceIndex: 1, SubnetId, Description: "its own" }] });
  const shown = await describe(instance);
  assert.equal(shown?.PrivateIpAddress, "172.31.0.77");
  assert.equal(shown?.NetworkInterfaces?.[0]?.NetworkInterfaceId, first);
  assert.deepEqual(
    shown?.NetworkInterfaces?.map(({ Description }) => Description),
    ["mine", "its own"],
  );
  await assert.rejects(run({ NetworkInterfaces: [present] }), { name: "InvalidNetworkInterface.InUse" });
  await call("ec2", "TerminateInstances", { InstanceIds: [instance] });
  await pass(10_000, instance, "terminated");
  // It was there before, so it is there afterwards.
  assert.equal((await find(first))?.Status, "available");
  assert.equal((await call("ec2", "DescribeNetworkInterfaces", {})).NetworkInterfaces?.length, 1);
});

test("an Elastic IP address is an instance's while it is associated", async (context) => {
  const { call, run, describe, pass } = await open(context);
  const made = await call("ec2", "AllocateAddress", { Domain: "vpc" });
  assert.match(made.PublicIp ?? "", /^198\.19\./);
  const AllocationId = made.AllocationId ?? "";
  const instance = await run();
  const association = { AllocationId, InstanceId: instance };
  await refuses(
    call("ec2", "AssociateAddress", association),
    "InvalidInstanceID",
    `The pending instance '${instance}' is not in a valid state for this operation.`,
  );
  await pass(5_000, instance, "running");
  const { AssociationId = "" } = await call("ec2", "AssociateAddress", association);
  assert.equal((await describe(instance))?.PublicIpAddress, made.PublicIp);
  const [address] = (await call("ec2", "DescribeAddresses", { PublicIps: [made.PublicIp ?? ""] })).Addresses ?? [];
  assert.equal(address?.InstanceId, instance);
  await refuses(
    call("ec2", "AssociateAddress", { ...association, AllowReassociation: false }),
    "Resource.AlreadyAssociated",
    `resource ${AllocationId} is already associated with associate-id ${AssociationId}`,
  );
  await refuses(
    call("ec2", "ReleaseAddress", { AllocationId }),
    "InvalidIPAddress.InUse",
    `Address ${made.PublicIp} is in use.`,
  );
  await call("ec2", "DisassociateAddress", { AssociationId });
  assert.match((await describe(instance))?.PublicIpAddress ?? "", /^198\.18\./);
  await assert.rejects(call("ec2", "DisassociateAddress", { AssociationId }), {
    name: "InvalidAssociationID.NotFound",
  });
  assert.equal(
    (await call("ec2", "DescribeAddressesAttribute", { AllocationIds: [AllocationId] })).Addresses?.length,
    1,
  );
  await call("ec2", "ReleaseAddress", { AllocationId });
  await refuses(
    call("ec2", "DescribeAddresses", { AllocationIds: [AllocationId] }),
    "InvalidAllocationID.NotFound",
    `The allocation ID '${AllocationId}' does not exist`,
  );
});
