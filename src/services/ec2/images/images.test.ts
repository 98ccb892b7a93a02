import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2]);
  const filter = [{ Name: "architecture", Values: ["x86_64"] }];
  const known = (await call("ec2", "DescribeImages", { Filters: filter })).Images?.[0]?.ImageId ?? "";
  const run = async (ImageId: string) => {
    const launch = { ImageId, InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };
    return (await call("ec2", "RunInstances", launch)).Instances?.[0]?.InstanceId ?? "";
  };
  const find = async (id: string) => (await call("ec2", "DescribeImages", { ImageIds: [id] })).Images?.[0];
  const available = (id: string) =>
    eventually(async () => (await find(id))?.State === "available" || undefined, `${id} to be available`);
  return { call, known, run, find, available };
}

test("an image of an instance is made of snapshots, and starts others", async (context) => {
  const { call, known, run, find, available } = await open(context);
  const InstanceId = await run(known);
  const { ImageId = "" } = await call("ec2", "CreateImage", {
    InstanceId,
    Name: "golden",
    TagSpecifications: [{ ResourceType: "image", Tags: [{ Key: "Name", Value: "golden" }] }],
  });
  await available(ImageId);
  const made = await find(ImageId);
  const snapshot = made?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? "";
  assert.deepEqual([made?.Public, made?.SourceInstanceId, made?.Tags?.length], [false, InstanceId, 1]);
  assert.equal((await call("ec2", "DescribeImages", { Owners: ["self"] })).Images?.length, 1);
  await refuses(
    call("ec2", "CreateImage", { InstanceId, Name: "golden" }),
    "InvalidAMIName.Duplicate",
    `AMI name golden is already in use by AMI ${ImageId}`,
  );
  await assert.rejects(call("ec2", "CreateImage", { InstanceId, Name: "#" }), { name: "InvalidAMIName.Malformed" });
  const other = await run(ImageId);
  const volumes = await call("ec2", "DescribeVolumes", {
    Filters: [{ Name: "attachment.instance-id", Values: [other] }],
  });
  assert.equal(volumes.Volumes?.[0]?.SnapshotId, snapshot);
  await refuses(
    call("ec2", "DeleteSnapshot", { SnapshotId: snapshot }),
    "InvalidSnapshot.InUse",
    `The snapshot ${snapshot} is currently in use by ${ImageId}`,
  );
  await call("ec2", "DeregisterImage", { ImageId });
  await refuses(find(ImageId), "InvalidAMIID.NotFound", `The image id '[${ImageId}]' does not exist`);
  await call("ec2", "DeleteSnapshot", { SnapshotId: snapshot });
});

test("an image is registered of a snapshot, described otherwise, and others' are nobody's to change", async (context) => {
  const { call, known, find } = await open(context);
  const root = (await find(known))?.BlockDeviceMappings?.[0];
  const register = {
    Name: "registered",
    Architecture: "x86_64" as const,
    VirtualizationType: "hvm",
    RootDeviceName: "/dev/xvda",
    BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId: root?.Ebs?.SnapshotId } }],
  };
  const { ImageId = "" } = await call("ec2", "RegisterImage", register);
  assert.equal((await find(ImageId))?.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize, 8);
  await assert.rejects(call("ec2", "RegisterImage", { ...register, Name: "other", BlockDeviceMappings: [] }), {
    name: "InvalidParameterValue",
  });
  await call("ec2", "ModifyImageAttribute", { ImageId, Description: { Value: "ours" } });
  const attribute = await call("ec2", "DescribeImageAttribute", { ImageId, Attribute: "description" });
  assert.equal(attribute.Description?.Value, "ours");
  const permission = { LaunchPermission: { Add: [{ OrganizationArn: "arn:aws:organizations::1:organization/o-1" }] } };
  await assert.rejects(call("ec2", "ModifyImageAttribute", { ImageId, ...permission }), {
    name: "UnsupportedOperation",
  });
  await call("ec2", "ResetImageAttribute", { ImageId, Attribute: "launchPermission" });
  for (const operation of ["DeregisterImage", "ModifyImageAttribute"] as const)
    await refuses(
      call("ec2", operation, { ImageId: known, Description: { Value: "mine" } }),
      "AuthFailure",
      `Not authorized for image:${known}`,
    );
  const copy = { SourceImageId: known, SourceRegion: "us-east-1", Name: "copied" };
  await assert.rejects(call("ec2", "CopyImage", copy), { name: "UnsupportedOperation" });
  await assert.rejects(call("ec2", "CopyImage", { ...copy, SourceImageId: "ami-00000000" }), {
    name: "InvalidAMIID.NotFound",
  });
});
