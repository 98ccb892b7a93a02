import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";
import { startTestServer, type TestServer } from "../../storage/postgres/test-server.ts";

const started = await startTestServer();
const noServer = "reason" in started && !process.env.SQUALL_TEST_NO_SKIP ? started.reason : false;

for (const engine of ["SQLite", "PostgreSQL"] as const) {
  describe(`queues by the SDK and by forms, on ${engine}`, { skip: engine === "PostgreSQL" && noServer }, () => {
    let squall: TestSquall;
    let sqs: SQSClient;
    before(async () => {
      squall = await startSquall(
        engine === "SQLite" ? {} : { database: await (started as TestServer).database("queues") },
      );
      sqs = squall.client(SQSClient);
    });
    after(async () => {
      sqs?.destroy();
      await squall?.close();
      if (engine === "PostgreSQL") await (started as TestServer).stop();
    });

    const create = async (QueueName: string, Attributes?: Record<string, string>) =>
      (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
    const receive = async (QueueUrl: string, more: object = {}) =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
    const form = async (url: string, parameters: Record<string, string>) => {
      const response = await fetch(url, { method: "POST", body: new URLSearchParams(parameters) });
      return { status: response.status, text: await response.text() };
    };

    it("sends, waits, receives and deletes; the URL is of the endpoint that the client uses", async () => {
      const QueueUrl = await create("standard");
      assert.equal(QueueUrl, `${squall.endpoint}/000000000000/standard`);
      const waiting = receive(QueueUrl, { WaitTimeSeconds: 20, MessageAttributeNames: ["All"] });
      const MessageAttributes = { b: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "é".repeat(2_000), MessageAttributes }));
      const [message] = await waiting;
      assert.equal(message?.Body, "é".repeat(2_000));
      assert.deepEqual(message?.MessageAttributes?.b?.BinaryValue, MessageAttributes.b.BinaryValue);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      const names = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
      assert.deepEqual((await sqs.send(names)).Attributes, { ApproximateNumberOfMessages: "0" });
    });

    it("keeps the order of a group", async () => {
      const QueueUrl = await create("f.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
      const Entries = ["a", "b", "c"].map((MessageBody) => ({ Id: MessageBody, MessageBody, MessageGroupId: "g" }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      assert.deepEqual(
        (await receive(QueueUrl)).map(({ Body }) => Body),
        ["a", "b", "c"],
      );
      assert.deepEqual(await receive(QueueUrl), []);
    });

    it("takes forms at a queue's own URL, which says the queue and, with the action, the service", async () => {
      const url = await create("forms");
      const sent = await form(url, { Action: "SendMessage", MessageBody: "<&>", Version: "2012-11-05" });
      assert.match(sent.text, /<MessageId>[0-9a-f-]{36}<\/MessageId>/);
      const received = await form(url, { Action: "ReceiveMessage", "AttributeName.1": "All" });
      assert.match(received.text, /<Body>&lt;&amp;&gt;<\/Body>/);
      assert.match(received.text, /<Attribute><Name>ApproximateReceiveCount<\/Name><Value>1<\/Value><\/Attribute>/);
    });

    it("says at a queue's own URL what is no action of a queue", async () => {
      const url = await create("own-url");
      for (const Action of ["FooBar", "CreateQueue", "ListQueues"]) {
        const { status, text } = await form(url, { Action, QueueName: "other", Version: "2012-11-05" });
        assert.equal(status, 400);
        assert.match(text, new RegExp(`<Code>InvalidAction</Code><Message>The action ${Action} is not valid for this`));
        assert.match(text, /<Detail\/><\/Error>/);
      }
      const empty = await form(url, { Action: "ReceiveMessage", Version: "2012-11-05" });
      assert.match(empty.text, /<ReceiveMessageResult\/>/);
      const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
      const asked = await fetch(url, { headers: { authorization } });
      assert.deepEqual([asked.status, await asked.text()], [404, "<UnknownOperationException/>\n"]);
      const scope = encodeURIComponent("test/20260101/us-east-1/sqs/aws4_request");
      const presigned = await fetch(`${url}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}`);
      assert.deepEqual([presigned.status, await presigned.text()], [404, "<UnknownOperationException/>\n"]);
    });

    it("throttles a FIFO queue's sends, by the queue or by the group", async () => {
      const entry = (group: string) => ({
        MessageBody: "m",
        MessageGroupId: group,
        MessageDeduplicationId: randomUUID(),
      });
      const sendMany = async (QueueUrl: string, group: (index: number) => string) => {
        const once = squall.client(SQSClient, { maxAttempts: 1 });
        const sent = await Promise.allSettled(
          Array.from({ length: 400 }, (_, index) =>
            once.send(new SendMessageCommand({ QueueUrl, ...entry(group(index)) })),
          ),
        );
        once.destroy();
        return sent.flatMap((each) => (each.status === "rejected" ? [(each.reason as Error).name] : []));
      };
      const slow = await create("slow.fifo", { FifoQueue: "true" });
      const startedMs = performance.now();
      const refused = await sendMany(slow, (index) => `g${index}`);
      const secondsPassed = (performance.now() - startedMs) / 1000;
      for (const name of refused) assert.equal(name, "RequestThrottled");
      // A busy machine may take so long that there is room for all: throughput.test.ts says how many there is room for.
      assert.ok(refused.length >= 100 - Math.ceil(secondsPassed * 300), `${refused.length} in ${secondsPassed} s`);
      const fast = await create("fast.fifo", {
        FifoQueue: "true",
        FifoThroughputLimit: "perMessageGroupId",
        DeduplicationScope: "messageGroup",
      });
      assert.deepEqual(await sendMany(fast, (index) => `g${index % 2}`), []);
    });

    it("names an error as each protocol does", async () => {
      const QueueUrl = `${squall.endpoint}/000000000000/absent`;
      const { text, status } = await form(squall.endpoint, {
        Action: "SendMessage",
        Version: "2012-11-05",
        QueueUrl,
        MessageBody: "m",
      });
      assert.equal(status, 400);
      assert.match(
        text,
        /<Code>AWS\.SimpleQueueService\.NonExistentQueue<\/Code><Message>The specified queue does not exist for this wsdl version\.</,
      );
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.ReceiveMessage" };
      const ask = async (input: object) => {
        const response = await fetch(squall.endpoint, { method: "POST", headers, body: JSON.stringify(input) });
        return [response.headers.get("x-amzn-query-error"), ((await response.json()) as { __type: string }).__type];
      };
      assert.deepEqual(await ask({ QueueUrl }), [
        "AWS.SimpleQueueService.NonExistentQueue;Sender",
        "com.amazonaws.sqs#QueueDoesNotExist",
      ]);
      const there = await create("there");
      const [code, type] = await ask({ QueueUrl: there, MaxNumberOfMessages: 11 });
      assert.equal(code, "InvalidParameterValue;Sender");
      assert.match(type ?? "", /#InvalidParameterValueException$/);
    });
  });
}
