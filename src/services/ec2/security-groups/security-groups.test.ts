import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2]);
  const make = async (GroupName: string) =>
    (await call("ec2", "CreateSecurityGroup", { GroupName, Description: "for tests" })).GroupId ?? "";
  const describe = async (id: string) =>
    (await call("ec2", "DescribeSecurityGroups", { GroupIds: [id] })).SecurityGroups?.[0];
  return { call, make, describe };
}

const web = (CidrIp = "0.0.0.0/0") => ({ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp }] });

test("a group is made, found by its name, and refused a second time", async (context) => {
  const { call, make, describe } = await open(context);
  const id = await make("web");
  const group = await describe(id);
  assert.deepEqual([group?.IpPermissions?.length, group?.IpPermissionsEgress?.[0]?.IpProtocol], [0, "-1"]);
  assert.equal((await call("ec2", "DescribeSecurityGroups", { GroupNames: ["web"] })).SecurityGroups?.[0]?.GroupId, id);
  await refuses(
    make("web"),
    "InvalidGroup.Duplicate",
    `The security group 'web' already exists for VPC '${group?.VpcId}'`,
  );
  await assert.rejects(make("default"), { name: "InvalidGroup.Reserved" });
  await assert.rejects(make("sg-web"), { name: "InvalidParameterValue" });
  await assert.rejects(call("ec2", "CreateSecurityGroup", { GroupName: "a", Description: "é" }), {
    name: "InvalidParameterValue",
  });
  const VpcId = group?.VpcId ?? "";
  const { SecurityGroupForVpcs = [] } = await call("ec2", "GetSecurityGroupsForVpc", { VpcId });
  assert.deepEqual(SecurityGroupForVpcs.map(({ GroupName }) => GroupName).sort(), ["default", "web"]);
  await call("ec2", "DeleteSecurityGroup", { GroupName: "web" });
  await refuses(
    call("ec2", "DeleteSecurityGroup", { GroupId: id }),
    "InvalidGroup.NotFound",
    `The security group '${id}' does not exist`,
  );
});

test("rules are added, shown as permissions and by themselves, changed and revoked", async (context) => {
  const { call, make, describe } = await open(context);
  const GroupId = await make("web");
  const added = await call("ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [
      { ...web("10.0.0.7/8"), Ipv6Ranges: [{ CidrIpv6: "::/0", Description: "all" }] },
      { IpProtocol: "6", FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId }] },
    ],
    TagSpecifications: [{ ResourceType: "security-group-rule", Tags: [{ Key: "a", Value: "b" }] }],
  });
  const ids = added.SecurityGroupRules?.map(({ SecurityGroupRuleId = "" }) => SecurityGroupRuleId) ?? [];
  assert.deepEqual(
    added.SecurityGroupRules?.map((rule) => [
      rule.IpProtocol,
      rule.FromPort,
      rule.CidrIpv4,
      rule.CidrIpv6,
      rule.IsEgress,
    ]),
    [
      ["tcp", 80, "10.0.0.0/8", undefined, false],
      ["tcp", 80, undefined, "::/0", false],
      ["tcp", 22, undefined, undefined, false],
    ],
  );
  assert.equal((await describe(GroupId))?.IpPermissions?.length, 2);
  await refuses(
    call("ec2", "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [web("10.0.0.0/8")] }),
    "InvalidPermission.Duplicate",
    'the specified rule "peer: 10.0.0.0/8, TCP, from port: 80, to port: 80, ALLOW" already exists',
  );
  const flat = { GroupId, IpProtocol: "udp", FromPort: 53, ToPort: 53, CidrIp: "10.0.0.0/8" };
  await call("ec2", "AuthorizeSecurityGroupIngress", flat);
  await call("ec2", "AuthorizeSecurityGroupEgress", { GroupId, IpPermissions: [web()] });
  await call("ec2", "UpdateSecurityGroupRuleDescriptionsIngress", {
    GroupId,
    SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: ids[0], Description: "ours" }],
  });
  await call("ec2", "UpdateSecurityGroupRuleDescriptionsEgress", {
    GroupId,
    IpPermissions: [{ ...web(), IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "theirs" }] }],
  });
  const rules = async (Filters = [{ Name: "group-id", Values: [GroupId] }]) =>
    (await call("ec2", "DescribeSecurityGroupRules", { Filters })).SecurityGroupRules ?? [];
  assert.deepEqual(
    (await rules())
      .map(({ Description = "" }) => Description)
      .filter(Boolean)
      .sort(),
    ["all", "ours", "theirs"],
  );
  assert.equal((await rules([{ Name: "tag:a", Values: ["b"] }])).length, 3);
  await call("ec2", "ModifySecurityGroupRules", {
    GroupId,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId: ids[0],
        SecurityGroupRule: { IpProtocol: "tcp", FromPort: 443, ToPort: 443, CidrIpv4: "0.0.0.0/0" },
      },
    ],
  });
  const changed = (await rules()).find((rule) => rule.SecurityGroupRuleId === ids[0]);
  assert.deepEqual([changed?.FromPort, changed?.CidrIpv4, changed?.Description], [443, "0.0.0.0/0", undefined]);
  const one = { GroupId, SecurityGroupRuleIds: [ids[1] ?? ""] };
  const revoked = await call("ec2", "RevokeSecurityGroupIngress", one);
  assert.equal(revoked.RevokedSecurityGroupRules?.[0]?.CidrIpv6, "::/0");
  await assert.rejects(call("ec2", "RevokeSecurityGroupIngress", one), { name: "InvalidSecurityGroupRuleId.NotFound" });
  await call("ec2", "RevokeSecurityGroupEgress", { GroupId, IpPermissions: [web()] });
  assert.equal((await rules()).length, 4);
  // In a default VPC what is no rule is told.
  const unknown = await call("ec2", "RevokeSecurityGroupIngress", { GroupId, IpPermissions: [web("9.9.9.9/32")] });
  assert.equal(unknown.UnknownIpPermissions?.length, 1);
});

test("what is no rule is refused, and nothing of it is added", async (context) => {
  const { call, make, describe } = await open(context);
  const GroupId = await make("web");
  const authorize = (permission: object) =>
    call("ec2", "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [web(), permission] });
  await refuses(authorize(web("10.0.0/8")), "InvalidParameterValue", "CIDR block 10.0.0/8 is malformed");
  await refuses(
    authorize({ IpProtocol: "tcp", IpRanges: [{ CidrIp: "1.0.0.0/8" }] }),
    "InvalidParameterValue",
    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
  );
  await refuses(
    authorize({ ...web("1.0.0.0/8"), IpProtocol: "http" }),
    "InvalidParameterValue",
    "Invalid value 'http' for IP protocol. Unknown protocol.",
  );
  await refuses(
    authorize({ ...web("1.0.0.0/8"), FromPort: 90 }),
    "InvalidParameterValue",
    "Invalid TCP/UDP port range (90:80)",
  );
  await assert.rejects(authorize({ ...web(), IpRanges: [], UserIdGroupPairs: [{ GroupId: "sg-00000000" }] }), {
    name: "InvalidGroup.NotFound",
  });
  await assert.rejects(authorize({ ...web(), PrefixListIds: [{ PrefixListId: "pl-1" }] }), {
    name: "UnsupportedOperation",
  });
  await assert.rejects(
    call("ec2", "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [web()], DryRun: true }),
    {
      name: "DryRunOperation",
    },
  );
  assert.deepEqual((await describe(GroupId))?.IpPermissions, []);
  const many = Array.from({ length: 61 }, (_, index) => ({ CidrIp: `10.0.${index}.0/24` }));
  await assert.rejects(authorize({ ...web(), IpRanges: many }), { name: "RulesPerSecurityGroupLimitExceeded" });
});

test("a group that is used stays: by an instance, by a rule, by its VPC", async (context) => {
  const { call, make } = await open(context);
  const [used, naming] = [await make("used"), await make("naming")];
  const images = (await call("ec2", "DescribeImages", { Filters: [{ Name: "architecture", Values: ["x86_64"] }] }))
    .Images;
  await call("ec2", "RunInstances", {
    ImageId: images?.[0]?.ImageId ?? "",
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    SecurityGroupIds: [naming],
  });
  const pair = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: used }] };
  await call("ec2", "AuthorizeSecurityGroupIngress", { GroupId: naming, IpPermissions: [pair] });
  for (const GroupId of [used, naming])
    await refuses(
      call("ec2", "DeleteSecurityGroup", { GroupId }),
      "DependencyViolation",
      `resource ${GroupId} has a dependent object`,
    );
  const [first] = (await call("ec2", "DescribeSecurityGroups", { GroupNames: ["default"] })).SecurityGroups ?? [];
  const GroupId = first?.GroupId ?? "";
  await refuses(
    call("ec2", "DeleteSecurityGroup", { GroupId }),
    "CannotDelete",
    `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
  );
  // Its rules are like others'.
  await call("ec2", "RevokeSecurityGroupIngress", { GroupId, IpPermissions: first?.IpPermissions });
  const { SecurityGroups } = await call("ec2", "DescribeSecurityGroups", {});
  assert.equal(SecurityGroups?.length, 3);
  assert.deepEqual(SecurityGroups.find((group) => group.GroupId === GroupId)?.IpPermissions, []);
  assert.deepEqual(
    (await call("ec2", "DescribeSecurityGroupReferences", { GroupId: [GroupId] })).SecurityGroupReferenceSet,
    [],
  );
});
