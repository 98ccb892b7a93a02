import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { refuses } from "../../../../test/support/refuses.ts";
import { startSquall } from "../../../../test/support/squall.ts";

async function open(context: TestContext, attributes: Record<string, string> = {}, QueueName = "q") {
  const squall = await startSquall();
  context.after(() => squall.close());
  const client = squall.client(SQSClient);
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
  const looker = new SQSClient({
    ...{ region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } },
    endpoint: `${squall.endpoint}/_aws/sqs/messages`,
    useQueueUrlAsEndpoint: false,
  });
  context.after(() => looker.destroy());
  const look = async (query: Record<string, string>, path = "") => {
    const url = `${squall.endpoint}/_aws/sqs/messages${path}?${new URLSearchParams(query)}`;
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const bodies = async (query: Record<string, string>) => {
    const { Message = [] } = (await look(query)).body.ReceiveMessageResponse.ReceiveMessageResult;
    return [Message].flat().map(({ Body }: { Body: string }) => Body);
  };
  const send = (MessageBody: string, more: object = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  return { squall, client, looker, QueueUrl, look, bodies, send };
}

test("a look with an SDK's client receives nothing, and shows each message with its attributes", async (context) => {
  const { client, looker, QueueUrl, send } = await open(context);
  await send("one", {
    MessageAttributes: {
      colour: { DataType: "String", StringValue: "red" },
      bytes: { DataType: "Binary", BinaryValue: Buffer.from("xy") },
    },
  });
  await send("two");
  for (let times = 0; times < 2; times++) {
    const { Messages = [] } = await looker.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
    assert.deepEqual(
      Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount]),
      [
        ["one", "0"],
        ["two", "0"],
      ],
    );
    assert.equal(Messages[0]?.MessageAttributes?.colour?.StringValue, "red");
    assert.equal(Buffer.from(Messages[0]?.MessageAttributes?.bytes?.BinaryValue ?? []).toString(), "xy");
  }
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  assert.deepEqual(
    [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible],
    ["2", "0"],
  );
  await refuses(
    looker.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" })),
    "InvalidRequest",
    "This endpoint only accepts ReceiveMessage calls",
  );
});

test("what is in flight or delayed is shown when it is asked for", async (context) => {
  const { client, QueueUrl, bodies, look, send } = await open(context);
  await send("one");
  await send("two <&>");
  await send("later", { DelaySeconds: 600 });
  await client.send(new ReceiveMessageCommand({ QueueUrl }));
  assert.deepEqual(await bodies({ QueueUrl }), ["two <&>"]);
  assert.deepEqual(await bodies({ QueueUrl, ShowInvisible: "true" }), ["one", "two <&>"]);
  assert.deepEqual(await bodies({ QueueUrl, ShowDelayed: "1" }), ["two <&>", "later"]);
  const { body } = await look({ QueueUrl, ShowDelayed: "true", ShowInvisible: "true" });
  const states = body.ReceiveMessageResponse.ReceiveMessageResult.Message.map(
    ({ Attribute }: { Attribute: { Name: string; Value: string }[] }) =>
      ["IsVisible", "IsDelayed"].map((wanted) => Attribute.find(({ Name }) => Name === wanted)?.Value),
  );
  assert.deepEqual(states, [
    ["false", "false"],
    ["true", "false"],
    ["false", "true"],
  ]);
});

test("a FIFO queue shows what a receive could give: none that waits for another of its group", async (context) => {
  const { client, QueueUrl, bodies, send } = await open(
    context,
    { FifoQueue: "true", ContentBasedDeduplication: "true" },
    "q.fifo",
  );
  for (const [body, MessageGroupId] of [
    ["a1", "a"],
    ["b1", "b"],
    ["a2", "a"],
  ])
    await send(body as string, { MessageGroupId });
  assert.deepEqual(await bodies({ QueueUrl }), ["a1", "b1", "a2"]);
  await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
  assert.deepEqual(await bodies({ QueueUrl }), ["b1"]);
  assert.deepEqual(await bodies({ QueueUrl, ShowInvisible: "true" }), ["a1", "b1", "a2"]);
});

test("refusals: no queue, another region, no URL of one; XML without a wish for JSON", async (context) => {
  const { squall, look, send, QueueUrl } = await open(context);
  await send("one <1>");
  const codeOf = async (query: Record<string, string>, path = "") => {
    const { status, body } = await look(query, path);
    return [status, body.ErrorResponse?.Error.Code];
  };
  const gone = [400, "AWS.SimpleQueueService.NonExistentQueue"];
  assert.deepEqual(await codeOf({}), gone);
  assert.deepEqual(await codeOf({}, "/us-east-2/000000000000/q"), gone);
  assert.deepEqual(await codeOf({}, "/us-east-1/000000000000/q"), [200, undefined]);
  assert.deepEqual(await codeOf({ QueueUrl: `${squall.endpoint}/nonsense` }), [404, "InvalidAddress"]);
  const xml = await (await fetch(`${squall.endpoint}/_aws/sqs/messages?QueueUrl=${QueueUrl}`)).text();
  assert.match(xml, /^<\?xml version="1.0"\?>\n<ReceiveMessageResponse xmlns="[^"]+"><ReceiveMessageResult><Message>/);
  assert.match(xml, /<Body>one &lt;1&gt;<\/Body>/);
});

test("with enforced access nobody looks who may not receive", async (context) => {
  const squall = await startSquall({ auth: "enforce" });
  context.after(() => squall.close());
  const unsigned = await fetch(`${squall.endpoint}/_aws/sqs/messages/us-east-1/000000000000/q`);
  assert.equal(unsigned.status, 403);
  assert.match(await unsigned.text(), /MissingAuthenticationToken/);
});

test("a Deny by the caller's name or the queue's tags holds for a look as for a receive", async (context) => {
  const squall = await startSquall({ auth: "enforce" });
  context.after(() => squall.close());
  const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  const root = squall.client(SQSClient, { credentials });
  await root.send(new CreateQueueCommand({ QueueName: "open" }));
  await root.send(new CreateQueueCommand({ QueueName: "secret", tags: { class: "secret" } }));
  const iam = squall.client(IAMClient, { credentials });
  const allow = { Effect: "Allow", Action: "sqs:*", Resource: "*" };
  const statusOf = async (UserName: string, condition: object, name: string) => {
    const deny = { ...allow, Effect: "Deny", Condition: { StringEquals: condition } };
    await iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [allow, deny] });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const looker = new SQSClient({
      region: "us-east-1",
      credentials: { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" },
      endpoint: `${squall.endpoint}/_aws/sqs/messages`,
      useQueueUrlAsEndpoint: false,
    });
    context.after(() => looker.destroy());
    const QueueUrl = `${squall.endpoint}/000000000000/${name}`;
    return looker.send(new ReceiveMessageCommand({ QueueUrl })).then(
      () => "looked",
      (error: Error) => error.name,
    );
  };
  assert.equal(await statusOf("named", { "aws:username": "named" }, "open"), "AccessDeniedException");
  assert.equal(await statusOf("other", { "aws:username": "named" }, "open"), "looked");
  assert.equal(await statusOf("tagged", { "aws:ResourceTag/class": "secret" }, "secret"), "AccessDeniedException");
});
