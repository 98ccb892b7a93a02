import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { ec2 } from "../../ec2/service.ts";

const { create, lambda, settled, call } = await openLambda(wholeFile, { services: [ec2] });
const source = "def handler(event, context):\n    return 1\n";
const [subnet] = (await call("ec2", "DescribeSubnets", {})).Subnets ?? [];
const [group] = (await call("ec2", "DescribeSecurityGroups", {})).SecurityGroups ?? [];
const SubnetIds = [subnet?.SubnetId ?? ""];
const SecurityGroupIds = [group?.GroupId ?? ""];
const made = (VpcConfig: object) => lambda("CreateFunction", { ...pythonFunction("refused", source), VpcConfig });
const refusal = (message: string) => ({ name: "InvalidParameterValueException", message });

test("a function in a VPC says which, until it has left it", async () => {
  await create("inside", source, { VpcConfig: { SubnetIds, SecurityGroupIds } });
  const { VpcConfig } = await lambda("GetFunctionConfiguration", { FunctionName: "inside" });
  assert.deepEqual(VpcConfig, { SubnetIds, SecurityGroupIds, VpcId: subnet?.VpcId, Ipv6AllowedForDualStack: false });
  const left = await lambda("UpdateFunctionConfiguration", {
    FunctionName: "inside",
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
  });
  assert.deepEqual([left.VpcConfig?.SubnetIds, left.VpcConfig?.VpcId], [[], ""]);
  await settled("inside");
  await create("outside", source);
  assert.equal((await lambda("GetFunctionConfiguration", { FunctionName: "outside" })).VpcConfig, undefined);
});

test("groups and subnets must be there, both, and of one VPC", async () => {
  await assert.rejects(
    made({ SubnetIds: ["subnet-0123456789abcdef0"], SecurityGroupIds }),
    refusal(
      "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-0123456789abcdef0' does not exist",
    ),
  );
  await assert.rejects(
    made({ SubnetIds: ["subnet-0123456789abcdef0"], SecurityGroupIds: ["sg-0123456789abcdef0"] }),
    refusal(
      "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-0123456789abcdef0' does not exist",
    ),
  );
  await assert.rejects(made({ SubnetIds }), refusal("SubnetIds and SecurityIds must coexist or be both empty list."));
  const other = (await call("ec2", "CreateVpc", { CidrBlock: "10.9.0.0/16" })).Vpc?.VpcId ?? "";
  const Description = "of the other";
  const { GroupId = "" } = await call("ec2", "CreateSecurityGroup", { GroupName: "other", Description, VpcId: other });
  await assert.rejects(
    made({ SubnetIds, SecurityGroupIds: [GroupId] }),
    refusal("Security Groups are required to be in the same VPC."),
  );
  await assert.rejects(lambda("GetFunction", { FunctionName: "refused" }), { name: "ResourceNotFoundException" });
});
