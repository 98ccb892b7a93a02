import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { ec2 } from "../../ec2/service.ts";

const { lambda, call } = await openLambda(wholeFile, { services: [ec2], auth: "enforce" });
const account = "000000000000";
const [subnet] = (await call("ec2", "DescribeSubnets", {})).Subnets ?? [];
const [group] = (await call("ec2", "DescribeSecurityGroups", {})).SecurityGroups ?? [];
const VpcConfig = { SubnetIds: [subnet?.SubnetId ?? ""], SecurityGroupIds: [group?.GroupId ?? ""] };
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

await call("iam", "CreateRole", {
  RoleName: "inside",
  AssumeRolePolicyDocument: document({
    ...{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  }),
});
const { User } = await call("iam", "CreateUser", { UserName: "u" });
const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
const userMay = (...statements: object[]) =>
  call("iam", "PutUserPolicy", { UserName: "u", PolicyName: "p", PolicyDocument: document(...statements) });
const build = (name: string) =>
  call(
    "lambda",
    "CreateFunction",
    {
      ...pythonFunction(name, "def handler(event, context):\n    return 1\n"),
      ...{ Role: `arn:aws:iam::${account}:role/inside`, VpcConfig },
    },
    user,
  );
const allow = (...Action: string[]) => ({ Effect: "Allow", Action, Resource: "*" });

test("who puts a function into a VPC needs to see it, and the function's role to make interfaces", async () => {
  await userMay(allow("lambda:*", "iam:PassRole"));
  await assert.rejects(build("f"), {
    name: "AccessDeniedException",
    message:
      /^Your access has been denied by EC2, please make sure your request credentials have permission to DescribeSecurityGroups for sg-\w+\. EC2 Error Code: UnauthorizedOperation\. EC2 Error Message: You are not authorized to perform this operation\. User: /,
  });
  await userMay(allow("lambda:*", "iam:PassRole", "ec2:Describe*"));
  await assert.rejects(build("f"), {
    name: "InvalidParameterValueException",
    message: "The provided execution role does not have permissions to call CreateNetworkInterface on EC2",
  });
  await call("iam", "PutRolePolicy", {
    ...{ RoleName: "inside", PolicyName: "p", PolicyDocument: document(allow("ec2:CreateNetworkInterface")) },
  });
  assert.equal((await build("f")).VpcConfig?.VpcId, subnet?.VpcId);
});

test("a policy tells functions by their VPC, subnets and groups", async () => {
  const keys = { VpcIds: subnet?.VpcId, SubnetIds: VpcConfig.SubnetIds, SecurityGroupIds: VpcConfig.SecurityGroupIds };
  for (const [key, value] of Object.entries(keys)) {
    const Condition = { "ForAnyValue:StringEquals": { [`lambda:${key}`]: value } };
    await userMay(allow("*"), { Effect: "Deny", Action: "lambda:CreateFunction", Resource: "*", Condition });
    await assert.rejects(build("g"), { name: "AccessDenied", message: /explicit deny/ });
  }
  await assert.rejects(lambda("GetFunction", { FunctionName: "g" }), { name: "ResourceNotFoundException" });
});
