import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { probeTarget, sendToTarget } from "../../targets/send-to-target.ts";
import { sqs } from "../service.ts";

const account = "000000000000";
const queue = `arn:aws:sqs:us-east-1:${account}:q`;

test("a queue is a target for the services that its policy lets in, and takes each delivery once", async (context) => {
  const { call, table } = await openServiceTest(context, [sqs, iam], { access: createAccessControl, auth: "enforce" });
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q" });
  const send = (arn: string, id: string) =>
    sendToTarget(table.host, {
      target: queue,
      message: { body: id },
      caller: { service: "s3.amazonaws.com" },
      source: { account, region: "us-east-1", arn },
      id,
    });
  assert.equal((await send("arn:aws:s3:::mine", "none")).kind, "never");
  const statement = {
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::mine" } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
  assert.equal((await send("arn:aws:s3:::another", "other")).kind, "never");
  assert.equal((await send("arn:aws:s3:::mine", "once")).kind, "delivered");
  assert.equal((await send("arn:aws:s3:::mine", "once")).kind, "delivered");
  const { Messages = [] } = await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
  assert.deepEqual(
    Messages.map(({ Body }) => Body),
    ["once"],
  );
  // To ask for it needs a permission of its own.
  const asked = { target: queue, caller: { service: "s3.amazonaws.com" }, source: { account, region: "us-east-1" } };
  assert.equal((await probeTarget(table.host, asked, ["queue"])).is, "refused");
});

test("a policy's condition sees the queue's tags, and those that a request brings", async (context) => {
  const { call } = await openServiceTest(context, [sqs, iam], { access: createAccessControl, auth: "enforce" });
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q", tags: { team: "blue" } });
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const statement = {
    Effect: "Allow",
    Action: ["sqs:SendMessage", "sqs:TagQueue"],
    Resource: queue,
    Condition: { StringEquals: { "aws:ResourceTag/team": "blue" }, Null: { "aws:RequestTag/secret": "true" } },
  };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await call("iam", "PutUserPolicy", { UserName: "u", PolicyName: "p", PolicyDocument });
  const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
  await call("sqs", "SendMessage", { QueueUrl, MessageBody: "m" }, user);
  await refuses(
    call("sqs", "TagQueue", { QueueUrl, Tags: { secret: "s" } }, user),
    "AccessDenied",
    /no identity-based policy allows/,
  );
  await call("sqs", "TagQueue", { QueueUrl, Tags: { team: "red" } }, user);
  await refuses(
    call("sqs", "SendMessage", { QueueUrl, MessageBody: "m" }, user),
    "AccessDenied",
    /no identity-based policy allows/,
  );
});

test("AddPermission takes seven actions", async (context) => {
  const { call } = await openServiceTest(context, [sqs]);
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q" });
  const Actions = ["SendMessage", "ReceiveMessage", "DeleteMessage", "PurgeQueue", "GetQueueUrl", "GetQueueAttributes"];
  const add = (Label: string, more: readonly string[]) =>
    call("sqs", "AddPermission", { QueueUrl, Label, AWSAccountIds: [account], Actions: [...Actions, ...more] });
  await add("seven", ["ChangeMessageVisibility"]);
  await refuses(
    add("eight", ["ChangeMessageVisibility", "ListDeadLetterSourceQueues"]),
    "OverLimit",
    "8 Actions were found, maximum allowed is 7.",
  );
});

test("a move back needs SendMessage on each queue that the dead letters may have come from", async (context) => {
  const { call } = await openServiceTest(context, [sqs, iam], { access: createAccessControl, auth: "enforce" });
  await call("sqs", "CreateQueue", { QueueName: "dead" });
  const SourceArn = `arn:aws:sqs:us-east-1:${account}:dead`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
  await call("sqs", "CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy } });
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
  const moves = {
    Effect: "Allow",
    Action: ["sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
    Resource: SourceArn,
  };
  const may = (...Statement: object[]) =>
    call("iam", "PutUserPolicy", {
      ...{ UserName: "u", PolicyName: "p" },
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  await may(moves);
  await refuses(
    call("sqs", "StartMessageMoveTask", { SourceArn }, user),
    "AccessDenied",
    /sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:q/,
  );
  await may(moves, { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue });
  await call("sqs", "StartMessageMoveTask", { SourceArn }, user);
});
