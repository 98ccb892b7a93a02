import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../service.ts";
import { parseQueueUrl, toQueueUrl } from "./queue-url.ts";

const account = "000000000000";
const at = { account, region: "us-east-1" };

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [sqs]);
  const { call } = opened;
  const create = async (QueueName: string, Attributes?: Record<string, string>) =>
    (await call("sqs", "CreateQueue", { QueueName, Attributes })).QueueUrl ?? "";
  const attributes = async (QueueUrl: string) =>
    (await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};
  return { ...opened, create, attributes };
}

test("CreateQueue makes a queue once, and refuses other attributes for the same name", async (context) => {
  const { create, call } = await open(context);
  const url = await create("orders", { DelaySeconds: "5" });
  assert.match(url, /\/000000000000\/orders$/);
  assert.equal(await create("orders"), url);
  assert.equal(await create("orders", { DelaySeconds: "5", VisibilityTimeout: "30" }), url);
  await refuses(
    create("orders", { DelaySeconds: "6" }),
    "QueueNameExists",
    "A queue already exists with the same name and a different value for attribute DelaySeconds",
  );
  assert.equal((await call("sqs", "GetQueueUrl", { QueueName: "orders" })).QueueUrl, url);
  await refuses(
    call("sqs", "GetQueueUrl", { QueueName: "others" }),
    "QueueDoesNotExist",
    "The specified queue does not exist.",
  );
});

test("names are held to AWS's form", async (context) => {
  const { create } = await open(context);
  const text = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
  for (const name of ["a b", "a/b", "x".repeat(81), "orders.fifo"]) {
    await refuses(create(name), "InvalidParameterValueException", text);
  }
  for (const name of ["orders", `${"x".repeat(76)}.fifo`]) {
    await refuses(create(name, { FifoQueue: "true" }), "InvalidParameterValueException", /FIFO queue/);
  }
  assert.match(await create(`${"x".repeat(75)}.fifo`, { FifoQueue: "true" }), /\.fifo$/);
});

test("every attribute is checked", async (context) => {
  const { create, call, attributes } = await open(context);
  const url = await create("q");
  const set = (Attributes: Record<string, string>) => call("sqs", "SetQueueAttributes", { QueueUrl: url, Attributes });
  const wrong: Record<string, string> = {
    DelaySeconds: "901",
    MaximumMessageSize: "1023",
    MessageRetentionPeriod: "59",
    ReceiveMessageWaitTimeSeconds: "21",
    VisibilityTimeout: "-1",
    Policy: "no JSON",
    SqsManagedSseEnabled: "perhaps",
    KmsDataKeyReusePeriodSeconds: "59",
  };
  for (const [name, value] of Object.entries(wrong)) {
    await refuses(set({ [name]: value }), "InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
  }
  for (const name of ["FifoQueue", "ContentBasedDeduplication", "Unheard", "QueueArn"]) {
    await refuses(set({ [name]: "true" }), "InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
  await refuses(
    set({ DeduplicationScope: "queue" }),
    "InvalidAttributeName",
    "You can specify the DeduplicationScope only when FifoQueue is set to true.",
  );
  await refuses(
    set({ KmsMasterKeyId: "k", SqsManagedSseEnabled: "true" }),
    "InvalidAttributeName",
    /one type of server-side encryption/,
  );
  assert.equal((await attributes(url)).VisibilityTimeout, "30");
  await set({ VisibilityTimeout: "0", MessageRetentionPeriod: "60", MaximumMessageSize: "1024" });
  const { VisibilityTimeout, MessageRetentionPeriod, QueueArn } = await attributes(url);
  assert.deepEqual([VisibilityTimeout, MessageRetentionPeriod], ["0", "60"]);
  assert.equal(QueueArn, "arn:aws:sqs:us-east-1:000000000000:q");
  const fifo = await create("q.fifo", { FifoQueue: "true" });
  await refuses(
    call("sqs", "SetQueueAttributes", { QueueUrl: fifo, Attributes: { FifoQueue: "false" } }),
    "InvalidAttributeValue",
    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
  );
  await refuses(
    call("sqs", "SetQueueAttributes", { QueueUrl: fifo, Attributes: { FifoThroughputLimit: "perMessageGroupId" } }),
    "InvalidAttributeValue",
    /DeduplicationScope is messageGroup/,
  );
});

test("DeleteQueue: no queue of the name is made for a minute, and one made then is empty", async (context) => {
  const { create, call, clock } = await open(context);
  const url = await create("q");
  await call("sqs", "SendMessage", { QueueUrl: url, MessageBody: "old" });
  await call("sqs", "DeleteQueue", { QueueUrl: url });
  await refuses(call("sqs", "SendMessage", { QueueUrl: url, MessageBody: "x" }), "QueueDoesNotExist", /does not exist/);
  await refuses(create("q"), "QueueDeletedRecently", /wait 60 seconds/);
  clock.advance(60_000);
  await create("q");
  assert.equal((await call("sqs", "ReceiveMessage", { QueueUrl: url })).Messages, undefined);
});

test("PurgeQueue removes what waits and what is in flight, once a minute", async (context) => {
  const { create, call, clock, attributes } = await open(context);
  const url = await create("q");
  for (const MessageBody of ["a", "b"]) await call("sqs", "SendMessage", { QueueUrl: url, MessageBody });
  const { Messages: [received] = [] } = await call("sqs", "ReceiveMessage", { QueueUrl: url });
  await call("sqs", "PurgeQueue", { QueueUrl: url });
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = await attributes(url);
  assert.deepEqual([ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible], ["0", "0"]);
  // Its message has gone: to delete it is no error.
  await call("sqs", "DeleteMessage", { QueueUrl: url, ReceiptHandle: received?.ReceiptHandle ?? "" });
  await refuses(
    call("sqs", "PurgeQueue", { QueueUrl: url }),
    "PurgeQueueInProgress",
    "Only one PurgeQueue operation on q is allowed every 60 seconds.",
  );
  clock.advance(60_000);
  assert.equal((await call("sqs", "ReceiveMessage", { QueueUrl: url })).Messages, undefined);
  await call("sqs", "PurgeQueue", { QueueUrl: url });
});

test("ListQueues gives pages, and those that begin with a prefix", async (context) => {
  const { create, call } = await open(context);
  assert.equal((await call("sqs", "ListQueues", {})).QueueUrls, undefined);
  for (const name of ["a1", "a2", "a3", "b1"]) await create(name);
  const names = (urls: readonly string[] | undefined) => urls?.map((url) => url.slice(url.lastIndexOf("/") + 1));
  const first = await call("sqs", "ListQueues", { QueueNamePrefix: "a", MaxResults: 2 });
  assert.deepEqual(names(first.QueueUrls), ["a1", "a2"]);
  const second = await call("sqs", "ListQueues", { QueueNamePrefix: "a", MaxResults: 2, NextToken: first.NextToken });
  assert.deepEqual([names(second.QueueUrls), second.NextToken], [["a3"], undefined]);
  assert.equal((await call("sqs", "ListQueues", {})).QueueUrls?.length, 4);
  await refuses(call("sqs", "ListQueues", { MaxResults: 1001 }), "InvalidParameterValueException", /MaxResults/);
  await refuses(call("sqs", "ListQueues", { NextToken: "!" }), "InvalidParameterValueException", /token/);
});

test("TagQueue, UntagQueue, ListQueueTags", async (context) => {
  const { create, call } = await open(context);
  const QueueUrl = await create("q");
  await call("sqs", "TagQueue", { QueueUrl, Tags: { team: "a", empty: "" } });
  await call("sqs", "UntagQueue", { QueueUrl, TagKeys: ["team", "absent"] });
  assert.deepEqual((await call("sqs", "ListQueueTags", { QueueUrl })).Tags, { empty: "" });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, ""]));
  await refuses(call("sqs", "TagQueue", { QueueUrl, Tags: many }), "InvalidParameterValueException", /Too many tags/);
  assert.deepEqual((await call("sqs", "ListQueueTags", { QueueUrl })).Tags, { empty: "" });
});

test("AddPermission and RemovePermission change the policy", async (context) => {
  const { create, call, attributes } = await open(context);
  const QueueUrl = await create("q");
  const add = (Label: string, Actions = ["SendMessage"]) =>
    call("sqs", "AddPermission", { QueueUrl, Label, AWSAccountIds: ["111111111111"], Actions });
  await add("one");
  assert.deepEqual(JSON.parse((await attributes(QueueUrl)).Policy ?? "{}"), {
    Version: "2008-10-17",
    Id: "arn:aws:sqs:us-east-1:000000000000:q/SQSDefaultPolicy",
    Statement: [
      {
        Sid: "one",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: "SQS:SendMessage",
        Resource: "arn:aws:sqs:us-east-1:000000000000:q",
      },
    ],
  });
  await refuses(
    add("one"),
    "InvalidParameterValueException",
    "Value one for parameter Label is invalid. Reason: Already exists.",
  );
  await refuses(add("two", ["Fly"]), "InvalidParameterValueException", /SQS:Fly for parameter ActionName/);
  await refuses(
    call("sqs", "RemovePermission", { QueueUrl, Label: "two" }),
    "InvalidParameterValueException",
    "Value two for parameter Label is invalid. Reason: can't find label.",
  );
  await call("sqs", "RemovePermission", { QueueUrl, Label: "one" });
  assert.equal((await attributes(QueueUrl)).Policy, undefined);
});

test("every form of a queue's URL means the queue", () => {
  const q = { account: "111111111111", region: "us-east-1", name: "q.fifo" };
  const forms: Record<string, object> = {
    "http://localhost:4566/111111111111/q.fifo": q,
    "/111111111111/q.fifo": q,
    "http://sqs.eu-west-1.localhost.localstack.cloud:4566/111111111111/q.fifo": { ...q, region: "eu-west-1" },
    "https://sqs.eu-west-1.amazonaws.com/111111111111/q.fifo": { ...q, region: "eu-west-1" },
    "http://queue.localhost:4566/111111111111/q.fifo": q,
    "http://us-east-2.queue.localhost.localstack.cloud:4566/111111111111/q.fifo": { ...q, region: "us-east-2" },
    "http://localhost:4566/queue/eu-west-1/111111111111/q.fifo": { ...q, region: "eu-west-1" },
    "q.fifo": { ...q, account },
  };
  for (const [url, name] of Object.entries(forms)) assert.deepEqual(parseQueueUrl(url, at), name, url);
  for (const url of ["", "http://localhost/", "http://localhost/a/b/c", "q%20", `http://x/${"1".repeat(5_000)}`])
    assert.equal(parseQueueUrl(url, at), undefined, url);
  assert.equal(toQueueUrl("http://localhost:1", { ...at, name: "q" }, at), `http://localhost:1/${account}/q`);
});
