import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

async function open(context: TestContext) {
  const { call } = await openServiceTest(context, [ec2]);
  const filter = [{ Name: "architecture", Values: ["x86_64"] }];
  const ImageId = (await call("ec2", "DescribeImages", { Filters: filter })).Images?.[0]?.ImageId ?? "";
  const make = async (LaunchTemplateName: string, LaunchTemplateData = {}) =>
    (await call("ec2", "CreateLaunchTemplate", { LaunchTemplateName, LaunchTemplateData })).LaunchTemplate
      ?.LaunchTemplateId ?? "";
  return { call, make, ImageId };
}

test("a template has versions that never change, one of which is the default one", async (context) => {
  const { call, make, ImageId } = await open(context);
  const LaunchTemplateId = await make("web", { ImageId, InstanceType: "t3.micro" });
  await refuses(
    make("web", { ImageId }),
    "InvalidLaunchTemplateName.AlreadyExistsException",
    "Launch template name already in use.",
  );
  await assert.rejects(make("a name", { ImageId }), { name: "InvalidLaunchTemplateName.MalformedException" });
  await assert.rejects(make("none"), { name: "MissingParameter" });
  const second = await call("ec2", "CreateLaunchTemplateVersion", {
    LaunchTemplateId,
    SourceVersion: "1",
    LaunchTemplateData: { InstanceType: "t3.small" },
  });
  assert.deepEqual(
    [second.LaunchTemplateVersion?.VersionNumber, second.LaunchTemplateVersion?.LaunchTemplateData?.ImageId],
    [2, ImageId],
  );
  const versions = async (input = {}) =>
    (await call("ec2", "DescribeLaunchTemplateVersions", { LaunchTemplateId, ...input })).LaunchTemplateVersions?.map(
      ({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion],
    );
  assert.deepEqual(await versions(), [
    [2, false],
    [1, true],
  ]);
  await refuses(
    call("ec2", "ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "666" }),
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version 666 for the launch template with ID ${LaunchTemplateId}.`,
  );
  await call("ec2", "ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "2" });
  assert.deepEqual(await versions({ Versions: ["$Default"] }), [[2, true]]);
  const deleted = await call("ec2", "DeleteLaunchTemplateVersions", {
    LaunchTemplateName: "web",
    Versions: ["1", "2", "9"],
  });
  assert.deepEqual(
    deleted.SuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber),
    [1],
  );
  assert.deepEqual(
    deleted.UnsuccessfullyDeletedLaunchTemplateVersions?.map(({ ResponseError }) => ResponseError?.Code),
    ["unexpectedError", "launchTemplateVersionDoesNotExist"],
  );
  await make("other", { ImageId });
  const { LaunchTemplates } = await call("ec2", "DescribeLaunchTemplates", { LaunchTemplateNames: ["web"] });
  assert.deepEqual(
    LaunchTemplates?.map((each) => [each.LaunchTemplateId, each.LatestVersionNumber]),
    [[LaunchTemplateId, 2]],
  );
  await call("ec2", "DeleteLaunchTemplate", { LaunchTemplateId });
  await refuses(
    call("ec2", "DescribeLaunchTemplates", { LaunchTemplateNames: ["web"] }),
    "InvalidLaunchTemplateName.NotFoundException",
    "At least one of the launch templates specified in the request does not exist.",
  );
});

test("instances are launched as a template says, and what the call says goes before", async (context) => {
  const { call, make, ImageId } = await open(context);
  const tags = (Value: string) => [{ ResourceType: "instance" as const, Tags: [{ Key: "Name", Value }] }];
  const id = await make("web", {
    ImageId,
    InstanceType: "t3.small",
    DisableApiTermination: true,
    UserData: "ZWNobw==",
    TagSpecifications: tags("of the template"),
  });
  const launch = { MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateName: "web" } };
  const run = async (input = {}) => (await call("ec2", "RunInstances", { ...launch, ...input })).Instances?.[0];
  const made = await run();
  assert.equal(made?.InstanceType, "t3.small");
  assert.deepEqual(Object.fromEntries(made.Tags?.map(({ Key, Value }) => [Key, Value]) ?? []), {
    Name: "of the template",
    "aws:ec2launchtemplate:id": id,
    "aws:ec2launchtemplate:version": "1",
  });
  const other = await run({ InstanceType: "t3.micro", TagSpecifications: tags("mine") });
  assert.equal(other?.InstanceType, "t3.micro");
  assert.equal(other.Tags?.find(({ Key }) => Key === "Name")?.Value, "mine");
  await assert.rejects(run({ LaunchTemplate: { LaunchTemplateId: id, Version: "2" } }), {
    name: "InvalidLaunchTemplateId.VersionNotFound",
  });
  const { LaunchTemplateData } = await call("ec2", "GetLaunchTemplateData", { InstanceId: made.InstanceId ?? "" });
  assert.deepEqual(
    [LaunchTemplateData?.InstanceType, LaunchTemplateData?.UserData, LaunchTemplateData?.DisableApiTermination],
    ["t3.small", "ZWNobw==", true],
  );
});
