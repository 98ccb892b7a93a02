import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

test("each account has a VPC with a subnet in every zone, and a group, the same whenever it is asked", async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const [vpc] = (await call("ec2", "DescribeVpcs", {})).Vpcs ?? [];
  assert.equal(vpc?.IsDefault, true);
  assert.deepEqual((await call("ec2", "DescribeVpcs", { VpcIds: [vpc.VpcId ?? ""] })).Vpcs?.[0]?.VpcId, vpc.VpcId);
  const zones = (await call("ec2", "DescribeAvailabilityZones", {})).AvailabilityZones ?? [];
  const subnets =
    (await call("ec2", "DescribeSubnets", { Filters: [{ Name: "vpc-id", Values: [vpc.VpcId ?? ""] }] })).Subnets ?? [];
  assert.deepEqual(
    subnets.map((each) => each.AvailabilityZone).sort(),
    zones.map(({ ZoneName }) => ZoneName),
  );
  assert.equal(new Set(subnets.map((each) => each.CidrBlock)).size, 6);
  const groups = (await call("ec2", "DescribeSecurityGroups", { GroupNames: ["default"] })).SecurityGroups ?? [];
  assert.deepEqual(
    groups.map((each) => [each.GroupName, each.VpcId]),
    [["default", vpc.VpcId]],
  );
  await refuses(
    call("ec2", "DescribeVpcs", { VpcIds: ["vpc-00000000"] }),
    "InvalidVpcID.NotFound",
    "The vpc ID 'vpc-00000000' does not exist",
  );
  await assert.rejects(call("ec2", "DescribeSubnets", { SubnetIds: ["subnet-00000000"] }), {
    name: "InvalidSubnetID.NotFound",
  });
  await refuses(
    call("ec2", "DescribeSecurityGroups", { GroupNames: ["others"] }),
    "InvalidGroup.NotFound",
    "The security group 'others' does not exist",
  );
});

test("regions, zones, images and types are told, and what is none is refused", async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const { Regions = [] } = await call("ec2", "DescribeRegions", {});
  assert.ok(Regions.some(({ RegionName }) => RegionName === "eu-central-1"));
  await refuses(
    call("ec2", "DescribeRegions", { RegionNames: ["moon-1"] }),
    "InvalidParameterValue",
    "Invalid region names: [moon-1]",
  );
  await assert.rejects(call("ec2", "DescribeAvailabilityZones", { ZoneNames: ["us-east-1z"] }), {
    name: "InvalidParameterValue",
  });
  const newest = await call("ec2", "DescribeImages", {
    Owners: ["amazon"],
    Filters: [
      { Name: "name", Values: ["al2023-ami-2023.*-x86_64"] },
      { Name: "state", Values: ["available"] },
    ],
  });
  assert.equal(newest.Images?.length, 1);
  assert.deepEqual((await call("ec2", "DescribeImages", { Owners: ["self"] })).Images, []);
  await refuses(
    call("ec2", "DescribeImages", { ImageIds: ["ami-00000000"] }),
    "InvalidAMIID.NotFound",
    "The image id '[ami-00000000]' does not exist",
  );
  const { InstanceTypes = [] } = await call("ec2", "DescribeInstanceTypes", {
    Filters: [{ Name: "free-tier-eligible", Values: ["true"] }],
  });
  assert.deepEqual(
    InstanceTypes.map(({ InstanceType }) => InstanceType),
    ["t2.micro", "t3.micro"],
  );
  assert.deepEqual(
    InstanceTypes.map(({ Hypervisor, VCpuInfo, NetworkInfo }) => [
      Hypervisor,
      VCpuInfo?.DefaultCores,
      NetworkInfo?.MaximumNetworkInterfaces,
    ]),
    [
      ["xen", 1, 2],
      ["nitro", 1, 2],
    ],
  );
  await assert.rejects(call("ec2", "DescribeInstanceTypes", { InstanceTypes: ["x" as "t3.micro"] }), {
    name: "InvalidInstanceType",
  });
});
