import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { sqs } from "../../sqs/service.ts";

const { create, lambda, call, clock, table } = await openLambda(wholeFile, { services: [sqs], auth: "enforce" });
const account = "000000000000";
const EventSourceArn = `arn:aws:sqs:us-east-1:${account}:q`;
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${account}:function:${name}`;

await call("sqs", "CreateQueue", { QueueName: "q" });
const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
await call("iam", "CreateRole", {
  RoleName: "reader",
  AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
});
for (const name of ["mine", "theirs"])
  await create(name, "def handler(event, context):\n    pass\n", { Role: `arn:aws:iam::${account}:role/reader` });

async function roleMay(...Action: string[]): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  await call("iam", "PutRolePolicy", { RoleName: "reader", PolicyName: "p", PolicyDocument });
}

async function pass(): Promise<void> {
  clock.advance(250);
  await table.host.storage.timers.idle();
}

test("a mapping needs a role that may read its queue, said by the permission that lacks", async () => {
  const rights = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  for (const [index, lacking] of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].entries()) {
    if (index > 0) await roleMay(...rights.slice(0, index));
    await refuses(
      lambda("CreateEventSourceMapping", { EventSourceArn, FunctionName: "theirs" }),
      "InvalidParameterValueException",
      `The provided execution role does not have permissions to call ${lacking} on SQS`,
    );
  }
});

test("who is denied a function's mappings neither changes nor removes one, nor gives it to another function", async () => {
  await roleMay("sqs:*");
  const { UUID = "" } = await lambda("CreateEventSourceMapping", {
    ...{ EventSourceArn, FunctionName: "theirs" },
    Tags: { team: "blue" },
  });
  await pass();
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
  const allow = { Effect: "Allow", Action: "lambda:*", Resource: "*" };
  const may = (...Statement: object[]) =>
    call("iam", "PutUserPolicy", {
      ...{ UserName: "u", PolicyName: "p" },
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  const theirs = { StringEquals: { "lambda:FunctionArn": functionArn("theirs") } };
  for (const Condition of [theirs, { StringEquals: { "aws:ResourceTag/team": "blue" } }]) {
    await may(allow, { ...allow, Effect: "Deny", Condition });
    const tries = [
      call("lambda", "UpdateEventSourceMapping", { UUID, BatchSize: 3 }, user),
      call("lambda", "UpdateEventSourceMapping", { UUID, FunctionName: "mine" }, user),
      call("lambda", "DeleteEventSourceMapping", { UUID }, user),
    ];
    for (const each of tries) await refuses(each, "AccessDenied", /with an explicit deny/);
  }
  await may({ ...allow, Condition: theirs });
  const { BatchSize } = await call("lambda", "UpdateEventSourceMapping", { UUID, BatchSize: 4 }, user);
  assert.equal(BatchSize, 4);
});
