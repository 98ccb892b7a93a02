import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { iam } from "../../iam/service.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2, iam]);
  const filter = [{ Name: "architecture", Values: ["x86_64"] }];
  const ImageId = (await call("ec2", "DescribeImages", { Filters: filter })).Images?.[0]?.ImageId ?? "";
  const run = async (input = {}) => {
    const launch = { ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1, ...input } as const;
    return (await call("ec2", "RunInstances", launch)).Instances?.[0]?.InstanceId ?? "";
  };
  const find = async (id: string) =>
    (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0];
  return { call, run, find };
}

test("credits are those of the family, until they are modified", async (context) => {
  const { call, run } = await open(context);
  const [own, other] = [await run(), await run({ InstanceType: "m5.large" })];
  const credits = async (InstanceIds: string[]) =>
    (await call("ec2", "DescribeInstanceCreditSpecifications", { InstanceIds })).InstanceCreditSpecifications;
  assert.deepEqual(await credits([own, other]), [{ InstanceId: own, CpuCredits: "unlimited" }]);
  const modified = await call("ec2", "ModifyInstanceCreditSpecification", {
    InstanceCreditSpecifications: [
      { InstanceId: own, CpuCredits: "standard" },
      { InstanceId: other, CpuCredits: "standard" },
    ],
  });
  assert.deepEqual(
    modified.UnsuccessfulInstanceCreditSpecifications?.map(({ InstanceId }) => InstanceId),
    [other],
  );
  assert.deepEqual(await credits([own]), [{ InstanceId: own, CpuCredits: "standard" }]);
});

test("options of metadata and maintenance, monitoring, and what a machine would say", async (context) => {
  const { call, run, find } = await open(context);
  const InstanceId = await run();
  await call("ec2", "ModifyInstanceMetadataOptions", {
    InstanceId,
    HttpTokens: "optional",
    HttpPutResponseHopLimit: 5,
  });
  const options = (await find(InstanceId))?.MetadataOptions;
  assert.deepEqual([options?.HttpTokens, options?.HttpPutResponseHopLimit], ["optional", 5]);
  await assert.rejects(call("ec2", "ModifyInstanceMetadataOptions", { InstanceId, HttpPutResponseHopLimit: 65 }), {
    name: "InvalidParameterValue",
  });
  await call("ec2", "ModifyInstanceMaintenanceOptions", { InstanceId, AutoRecovery: "disabled" });
  assert.equal((await find(InstanceId))?.MaintenanceOptions?.AutoRecovery, "disabled");
  const { InstanceMonitorings } = await call("ec2", "MonitorInstances", { InstanceIds: [InstanceId] });
  assert.equal(InstanceMonitorings?.[0]?.Monitoring?.State, "pending");
  assert.equal((await find(InstanceId))?.Monitoring?.State, "enabled");
  await call("ec2", "UnmonitorInstances", { InstanceIds: [InstanceId] });
  assert.equal((await find(InstanceId))?.Monitoring?.State, "disabled");
  await call("ec2", "ModifyInstanceAttribute", { InstanceId, SourceDestCheck: { Value: false } });
  await call("ec2", "ResetInstanceAttribute", { InstanceId, Attribute: "sourceDestCheck" });
  assert.equal((await find(InstanceId))?.SourceDestCheck, true);
  assert.equal((await call("ec2", "GetConsoleOutput", { InstanceId })).Output, "");
  await assert.rejects(call("ec2", "GetConsoleScreenshot", { InstanceId }), { name: "UnsupportedOperation" });
});

test("an instance has a profile of IAM, by RunInstances or later", async (context) => {
  const { call, run, find } = await open(context);
  await refuses(
    run({ IamInstanceProfile: { Name: "web" } }),
    "InvalidParameterValue",
    "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
  );
  const { InstanceProfile } = await call("iam", "CreateInstanceProfile", { InstanceProfileName: "web" });
  await call("iam", "CreateInstanceProfile", { InstanceProfileName: "other" });
  const Arn = InstanceProfile?.Arn ?? "";
  const [first, InstanceId] = [await run({ IamInstanceProfile: { Name: "web" } }), await run()];
  assert.equal((await find(first))?.IamInstanceProfile?.Arn, Arn);
  const made = await call("ec2", "AssociateIamInstanceProfile", { InstanceId, IamInstanceProfile: { Arn } });
  const id = made.IamInstanceProfileAssociation?.AssociationId ?? "";
  await assert.rejects(call("ec2", "AssociateIamInstanceProfile", { InstanceId, IamInstanceProfile: { Arn } }), {
    name: "IncorrectState",
  });
  const replaced = await call("ec2", "ReplaceIamInstanceProfileAssociation", {
    AssociationId: id,
    IamInstanceProfile: { Name: "other" },
  });
  const { IamInstanceProfileAssociations = [] } = await call("ec2", "DescribeIamInstanceProfileAssociations", {
    Filters: [{ Name: "instance-id", Values: [InstanceId] }],
  });
  assert.deepEqual(
    IamInstanceProfileAssociations.map((each) => each.AssociationId),
    [replaced.IamInstanceProfileAssociation?.AssociationId],
  );
  const AssociationId = replaced.IamInstanceProfileAssociation?.AssociationId ?? "";
  await call("ec2", "DisassociateIamInstanceProfile", { AssociationId });
  assert.equal((await find(InstanceId))?.IamInstanceProfile, undefined);
});

test("types are offered in all zones, and an account tells what it may have", async (context) => {
  const { call } = await open(context);
  const offered = async (LocationType: "region" | "availability-zone") =>
    (
      await call("ec2", "DescribeInstanceTypeOfferings", {
        LocationType,
        Filters: [{ Name: "instance-type", Values: ["t3.micro"] }],
      })
    ).InstanceTypeOfferings?.map(({ Location }) => Location);
  assert.deepEqual(await offered("region"), ["us-east-1"]);
  assert.equal((await offered("availability-zone"))?.length, 6);
  const { AccountAttributes } = await call("ec2", "DescribeAccountAttributes", {
    AttributeNames: ["supported-platforms"],
  });
  assert.equal(AccountAttributes?.[0]?.AttributeValues?.[0]?.AttributeValue, "VPC");
});

test("filters ask for what is told of interfaces' tags and of types, and match nothing where nothing is told", async (context) => {
  const { call, run } = await open(context);
  const Tags = [{ Key: "side", Value: "left" }];
  const id = await run({ TagSpecifications: [{ ResourceType: "network-interface", Tags }] });
  await run();
  const found = async (Name: string, value: string) => {
    const { Reservations = [] } = await call("ec2", "DescribeInstances", { Filters: [{ Name, Values: [value] }] });
    return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
  };
  assert.deepEqual(await found("network-interface.tag-key", "side"), [id]);
  assert.deepEqual(await found("network-interface.tag-value", "right"), []);
  assert.equal((await found("availability-zone-id", "use1-*")).length, 2);
  const types = async (Name: string, value: string) =>
    (await call("ec2", "DescribeInstanceTypes", { Filters: [{ Name, Values: [value] }] })).InstanceTypes?.length ?? 0;
  assert.ok((await types("hibernation-supported", "false")) > 0);
  assert.ok((await types("vcpu-info.default-cores", "2")) > 0);
  assert.equal(await types("network-info.efa-supported", "true"), 0);
  await assert.rejects(types("vcpu-info", "2"), { name: "InvalidParameterValue" });
});
