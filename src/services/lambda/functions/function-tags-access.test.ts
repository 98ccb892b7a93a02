import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";

const { create, lambda, call, asRoot } = await openLambda(wholeFile, { auth: "enforce" });

test("a policy tells functions apart by their tags, for the API's calls and for invocations", async () => {
  for (const name of ["open", "closed"]) await create(name, "def handler(event, context):\n    return 1\n");
  const arn = (name: string) => `arn:aws:lambda:us-east-1:${asRoot.account}:function:${name}`;
  await lambda("TagResource", { Resource: arn("closed"), Tags: { secret: "yes" } });
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const user = {
    kind: "user",
    account: asRoot.account,
    arn: User?.Arn ?? "",
    userId: User?.UserId ?? "",
  } as const;
  const Statement = [
    { Effect: "Allow", Action: "lambda:*", Resource: "*" },
    {
      Effect: "Deny",
      Action: "lambda:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/secret": "yes" } },
    },
  ];
  await call("iam", "PutUserPolicy", {
    UserName: "u",
    PolicyName: "p",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
  await call("lambda", "Invoke", { FunctionName: "open" }, user);
  await call("lambda", "GetFunction", { FunctionName: "open" }, user);
  const denied = { code: "AccessDenied" };
  await assert.rejects(call("lambda", "Invoke", { FunctionName: "closed" }, user), denied);
  await assert.rejects(call("lambda", "GetFunction", { FunctionName: arn("closed") }, user), denied);
  await assert.rejects(call("lambda", "UntagResource", { Resource: arn("closed"), TagKeys: ["secret"] }, user), denied);
});
