import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2]);
  const makeVpc = async (CidrBlock = "10.0.0.0/16") => (await call("ec2", "CreateVpc", { CidrBlock })).Vpc?.VpcId ?? "";
  const makeSubnet = async (VpcId: string, CidrBlock = "10.0.0.0/24") =>
    (await call("ec2", "CreateSubnet", { VpcId, CidrBlock })).Subnet?.SubnetId ?? "";
  const tablesOf = async (vpcId: string) =>
    (await call("ec2", "DescribeRouteTables", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })).RouteTables ?? [];
  return { call, makeVpc, makeSubnet, tablesOf };
}

test("a VPC is made with a main table, a group and an access list, and goes with them", async (context) => {
  const { call, makeVpc, tablesOf } = await open(context);
  const made = await call("ec2", "CreateVpc", {
    CidrBlock: "10.1.2.3/16",
    TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "Name", Value: "own" }] }],
  });
  assert.equal(made.Vpc?.State, "pending");
  assert.equal(made.Vpc?.CidrBlock, "10.1.0.0/16");
  const id = made.Vpc?.VpcId ?? "";
  const found = await call("ec2", "DescribeVpcs", { Filters: [{ Name: "tag:Name", Values: ["own"] }] });
  assert.deepEqual(
    found.Vpcs?.map(({ VpcId, State, IsDefault }) => [VpcId, State, IsDefault]),
    [[id, "available", false]],
  );
  const [table] = await tablesOf(id);
  assert.equal(table?.Associations?.[0]?.Main, true);
  assert.deepEqual(table?.Routes, [
    {
      DestinationCidrBlock: "10.1.0.0/16",
      GatewayId: "local",
      InstanceId: undefined,
      InstanceOwnerId: undefined,
      NetworkInterfaceId: undefined,
      Origin: "CreateRouteTable",
      State: "active",
    },
  ]);
  const own = { Filters: [{ Name: "vpc-id", Values: [id] }] };
  assert.equal((await call("ec2", "DescribeSecurityGroups", own)).SecurityGroups?.[0]?.GroupName, "default");
  const acls = (await call("ec2", "DescribeNetworkAcls", own)).NetworkAcls ?? [];
  assert.deepEqual(
    acls.map(({ IsDefault, Entries }) => [IsDefault, Entries?.length]),
    [[true, 4]],
  );
  assert.equal((await call("ec2", "DescribeDhcpOptions", {})).DhcpOptions?.[0]?.DhcpOptionsId, made.Vpc?.DhcpOptionsId);
  await makeVpc();
  await call("ec2", "DeleteVpc", { VpcId: id });
  assert.deepEqual((await call("ec2", "DescribeSecurityGroups", own)).SecurityGroups, []);
  assert.deepEqual(await tablesOf(id), []);
  assert.equal((await call("ec2", "DescribeVpcs", {})).Vpcs?.length, 2);
  assert.deepEqual((await call("ec2", "DescribeTags", {})).Tags, []);
});

test("networks that are none, too large, outside or taken are refused", async (context) => {
  const { call, makeVpc, makeSubnet } = await open(context);
  const text = "Value (10.0.0/8) for parameter cidrBlock is invalid. This is not a valid CIDR block.";
  await refuses(makeVpc("10.0.0/8"), "InvalidParameterValue", text);
  await refuses(makeVpc("10.0.0.0/8"), "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid.");
  await refuses(call("ec2", "CreateVpc", {}), "MissingParameter", "The request must contain the parameter CidrBlock");
  await assert.rejects(call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true }), {
    name: "UnsupportedOperation",
  });
  await assert.rejects(call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16", DryRun: true }), {
    name: "DryRunOperation",
  });
  const id = await makeVpc();
  await makeSubnet(id);
  await refuses(
    makeSubnet(id, "10.0.0.128/25"),
    "InvalidSubnet.Conflict",
    "The CIDR '10.0.0.128/25' conflicts with another subnet",
  );
  await refuses(makeSubnet(id, "10.1.0.0/24"), "InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid.");
  await assert.rejects(makeSubnet("vpc-00000000"), { name: "InvalidVpcID.NotFound" });
  await assert.rejects(
    call("ec2", "CreateSubnet", { VpcId: id, CidrBlock: "10.0.9.0/24", AvailabilityZone: "us-east-1z" }),
    /Subnets can currently only be created in the following availability zones: us-east-1a, /,
  );
  await refuses(
    call("ec2", "DeleteVpc", { VpcId: id }),
    "DependencyViolation",
    `The vpc '${id}' has dependencies and cannot be deleted.`,
  );
});

test("attributes of VPCs and subnets are changed one at a time", async (context) => {
  const { call, makeVpc, makeSubnet } = await open(context);
  const id = await makeVpc();
  const attribute = async () =>
    (await call("ec2", "DescribeVpcAttribute", { VpcId: id, Attribute: "enableDnsHostnames" })).EnableDnsHostnames;
  assert.deepEqual(await attribute(), { Value: false });
  await call("ec2", "ModifyVpcAttribute", { VpcId: id, EnableDnsHostnames: { Value: true } });
  assert.deepEqual(await attribute(), { Value: true });
  const both = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
  await assert.rejects(call("ec2", "ModifyVpcAttribute", { VpcId: id, ...both }), {
    name: "InvalidParameterCombination",
  });
  const SubnetId = await makeSubnet(id);
  await call("ec2", "ModifySubnetAttribute", { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  const { Subnets } = await call("ec2", "DescribeSubnets", { SubnetIds: [SubnetId] });
  assert.equal(Subnets?.[0]?.MapPublicIpOnLaunch, true);
  assert.equal(Subnets?.[0]?.AvailableIpAddressCount, 251);
  await assert.rejects(call("ec2", "ModifySubnetAttribute", { SubnetId, EnableDns64: { Value: true } }), {
    name: "UnsupportedOperation",
  });
  await call("ec2", "DeleteSubnet", { SubnetId });
  await refuses(
    call("ec2", "DescribeSubnets", { SubnetIds: [SubnetId] }),
    "InvalidSubnetID.NotFound",
    `The subnet ID '${SubnetId}' does not exist`,
  );
});

test("routes lead through a gateway that is attached, and nowhere when it is detached", async (context) => {
  const { call, makeVpc, makeSubnet, tablesOf } = await open(context);
  const [vpc, other] = [await makeVpc(), await makeVpc("10.9.0.0/16")];
  const subnet = await makeSubnet(vpc);
  const gateway = (await call("ec2", "CreateInternetGateway", {})).InternetGateway?.InternetGatewayId ?? "";
  const { RouteTable } = await call("ec2", "CreateRouteTable", { VpcId: vpc, ClientToken: "once" });
  const again = await call("ec2", "CreateRouteTable", { VpcId: vpc, ClientToken: "once" });
  const table = RouteTable?.RouteTableId ?? "";
  assert.equal(again.RouteTable?.RouteTableId, table);
  await assert.rejects(call("ec2", "CreateRouteTable", { VpcId: other, ClientToken: "once" }), {
    name: "IdempotentParameterMismatch",
  });
  const route = { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway };
  await refuses(
    call("ec2", "CreateRoute", route),
    "InvalidParameterValue",
    `route table ${table} and network gateway ${gateway} belong to different networks`,
  );
  const attachment = { InternetGatewayId: gateway, VpcId: vpc };
  await call("ec2", "AttachInternetGateway", attachment);
  await refuses(
    call("ec2", "AttachInternetGateway", { ...attachment, VpcId: other }),
    "Resource.AlreadyAssociated",
    `resource ${gateway} is already attached to network ${vpc}`,
  );
  await call("ec2", "CreateRoute", route);
  await refuses(
    call("ec2", "CreateRoute", route),
    "RouteAlreadyExists",
    "The route identified by 0.0.0.0/0 already exists.",
  );
  const { AssociationId = "" } = await call("ec2", "AssociateRouteTable", { RouteTableId: table, SubnetId: subnet });
  const main = (await tablesOf(vpc)).find((each) => each.RouteTableId !== table)?.RouteTableId ?? "";
  await refuses(
    call("ec2", "AssociateRouteTable", { RouteTableId: main, SubnetId: subnet }),
    "Resource.AlreadyAssociated",
    `the specified association for route table ${main} conflicts with an existing association`,
  );
  await assert.rejects(call("ec2", "DeleteRouteTable", { RouteTableId: table }), { name: "DependencyViolation" });
  await assert.rejects(call("ec2", "DeleteInternetGateway", { InternetGatewayId: gateway }), {
    name: "DependencyViolation",
  });
  await call("ec2", "DetachInternetGateway", attachment);
  await refuses(
    call("ec2", "DetachInternetGateway", attachment),
    "Gateway.NotAttached",
    `resource ${gateway} is not attached to network ${vpc}`,
  );
  const states = async () =>
    (await call("ec2", "DescribeRouteTables", { RouteTableIds: [table] })).RouteTables?.[0]?.Routes?.map(
      ({ State }) => State,
    );
  assert.deepEqual(await states(), ["active", "blackhole"]);
  await call("ec2", "DeleteInternetGateway", { InternetGatewayId: gateway });
  const { InternetGateways } = await call("ec2", "DescribeInternetGateways", {
    Filters: [{ Name: "attachment.vpc-id", Values: [vpc] }],
  });
  assert.deepEqual(InternetGateways, []);
  await refuses(
    call("ec2", "ReplaceRoute", { ...route, DestinationCidrBlock: "1.0.0.0/8" }),
    "InvalidParameterValue",
    "There is no route defined for '1.0.0.0/8' in the route table. Use CreateRoute instead.",
  );
  await refuses(
    call("ec2", "DeleteRoute", { RouteTableId: table, DestinationCidrBlock: "10.0.0.0/16" }),
    "InvalidParameterValue",
    `cannot remove local route 10.0.0.0/16 in route table ${table}`,
  );
  await call("ec2", "DeleteRoute", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0" });
  await refuses(
    call("ec2", "DeleteRoute", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0" }),
    "InvalidRoute.NotFound",
    `no route with destination-cidr-block 0.0.0.0/0 in route table ${table}`,
  );
  const replaced = await call("ec2", "ReplaceRouteTableAssociation", { AssociationId, RouteTableId: main });
  await assert.rejects(call("ec2", "DisassociateRouteTable", { AssociationId }), {
    name: "InvalidAssociationID.NotFound",
  });
  await call("ec2", "DisassociateRouteTable", { AssociationId: replaced.NewAssociationId ?? "" });
  await call("ec2", "DeleteRouteTable", { RouteTableId: table });
  assert.equal((await tablesOf(vpc)).length, 1);
});

test("the default VPC can be deleted with what is in it, and made anew", async (context) => {
  const { call } = await open(context);
  const { Vpcs } = await call("ec2", "DescribeVpcs", {});
  const VpcId = Vpcs?.[0]?.VpcId ?? "";
  await assert.rejects(call("ec2", "CreateDefaultVpc", {}), { name: "DefaultVpcAlreadyExists" });
  const zone = { AvailabilityZone: "us-east-1a" };
  await assert.rejects(call("ec2", "CreateDefaultSubnet", zone), {
    name: "DefaultSubnetAlreadyExistsInAvailabilityZone",
  });
  const { InternetGateways = [] } = await call("ec2", "DescribeInternetGateways", {});
  for (const { InternetGatewayId = "" } of InternetGateways) {
    await call("ec2", "DetachInternetGateway", { InternetGatewayId, VpcId });
    await call("ec2", "DeleteInternetGateway", { InternetGatewayId });
  }
  const subnets = async () => (await call("ec2", "DescribeSubnets", {})).Subnets ?? [];
  for (const { SubnetId = "" } of await subnets()) await call("ec2", "DeleteSubnet", { SubnetId });
  await call("ec2", "DeleteVpc", { VpcId });
  assert.deepEqual((await call("ec2", "DescribeVpcs", {})).Vpcs, []);
  await assert.rejects(call("ec2", "CreateDefaultSubnet", zone), { name: "DefaultVpcDoesNotExist" });
  const group = { GroupName: "web", Description: "for the web" };
  await assert.rejects(call("ec2", "CreateSecurityGroup", group), { name: "VPCIdNotSpecified" });
  const { Vpc } = await call("ec2", "CreateDefaultVpc", {});
  assert.equal(Vpc?.IsDefault, true);
  assert.notEqual(Vpc?.VpcId, VpcId);
  const [first, ...others] = await subnets();
  assert.equal(others.length, 5);
  await call("ec2", "DeleteSubnet", { SubnetId: first?.SubnetId ?? "" });
  const made = await call("ec2", "CreateDefaultSubnet", { AvailabilityZone: first?.AvailabilityZone ?? "" });
  assert.equal(made.Subnet?.CidrBlock, first?.CidrBlock);
});
