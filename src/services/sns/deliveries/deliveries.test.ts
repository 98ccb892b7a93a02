import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { startTestServer, type TestServer } from "../../../storage/postgres/test-server.ts";

const started = await startTestServer();
const noServer = "reason" in started && !process.env.SQUALL_TEST_NO_SKIP ? started.reason : false;

for (const engine of ["SQLite", "PostgreSQL"] as const) {
  describe(`deliveries to queues, on ${engine}`, { skip: engine === "PostgreSQL" && noServer }, () => {
    let squall: TestSquall;
    let sns: SNSClient;
    let sqs: SQSClient;
    before(async () => {
      squall = await startSquall(
        engine === "SQLite" ? {} : { database: await (started as TestServer).database("topics") },
      );
      sns = squall.client(SNSClient);
      sqs = squall.client(SQSClient);
    });
    after(async () => {
      sns?.destroy();
      sqs?.destroy();
      await squall?.close();
      if (engine === "PostgreSQL") await (started as TestServer).stop();
    });

    const topic = async (Name: string, Attributes?: Record<string, string>) =>
      (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? "";
    const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
    /** A queue that lets the topic in. */
    const queue = async (QueueName: string, topicArn: string, Attributes: Record<string, string> = {}) => {
      const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      const statement = {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arnOf(QueueName),
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      };
      const Policy = JSON.stringify({ Statement: [statement] });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      return QueueUrl;
    };
    const subscribe = (TopicArn: string, name: string, Attributes?: Record<string, string>) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arnOf(name), Attributes }));
    const receive = async (QueueUrl: string, count: number, waitSeconds = 5) => {
      const all: Message[] = [];
      while (all.length < count) {
        const ask = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds };
        const attributes = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All" as const] };
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ ...ask, ...attributes }));
        if (Messages.length === 0) break;
        all.push(...Messages);
      }
      return all;
    };

    it("nothing is published to a topic whose key is not there; the one that AWS manages is", async () => {
      const named = (KmsMasterKeyId: string) => topic(`key-${KmsMasterKeyId.length}`, { KmsMasterKeyId });
      const publish = (TopicArn: string) => sns.send(new PublishCommand({ TopicArn, Message: "m" }));
      await publish(await named("alias/aws/sns"));
      await assert.rejects(publish(await named("alias/mine")), {
        name: "KMSNotFoundException",
        message: "Alias arn:aws:kms:us-east-1:000000000000:alias/mine is not found.",
      });
      await assert.rejects(publish(await named("k")), {
        name: "KMSNotFoundException",
        message: "Key 'arn:aws:kms:us-east-1:000000000000:key/k' does not exist",
      });
    });

    it("gives each subscription the message: in its envelope, raw with attributes, or by its protocol's text", async () => {
      const arn = await topic("shapes");
      const [plain, raw] = [await queue("plain", arn), await queue("raw", arn)];
      await subscribe(arn, "plain");
      await subscribe(arn, "raw", { RawMessageDelivery: "true" });
      const MessageAttributes = {
        kind: { DataType: "String", StringValue: "order" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([2, 3]) },
      };
      const Message = JSON.stringify({ default: "all", sqs: "for queues" });
      const published = await sns.send(
        new PublishCommand({ TopicArn: arn, Message, MessageStructure: "json", Subject: "s", MessageAttributes }),
      );
      const [first] = await receive(plain, 1);
      const envelope = JSON.parse(first?.Body ?? "");
      assert.deepEqual(Object.keys(envelope), [
        "Type",
        "MessageId",
        "TopicArn",
        "Subject",
        "Message",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
        "UnsubscribeURL",
        "MessageAttributes",
      ]);
      assert.deepEqual([envelope.MessageId, envelope.Message], [published.MessageId, "for queues"]);
      assert.deepEqual(envelope.MessageAttributes.bytes, { Type: "Binary", Value: "AgM=" });
      const [second] = await receive(raw, 1);
      assert.equal(second?.Body, "for queues");
      assert.deepEqual([...(second?.MessageAttributes?.bytes?.BinaryValue ?? [])], [2, 3]);
    });

    it("delivers what a filter policy wants, by attributes or by the body, and nothing published before", async () => {
      const arn = await topic("filtered");
      await sns.send(new PublishCommand({ TopicArn: arn, Message: "before" }));
      const [byAttribute, byBody] = [await queue("by-attribute", arn), await queue("by-body", arn)];
      await subscribe(arn, "by-attribute", {
        FilterPolicy: '{"price":[{"numeric":[">",10]}]}',
        RawMessageDelivery: "true",
      });
      await subscribe(arn, "by-body", {
        FilterPolicy: '{"order":{"kind":["book"]}}',
        FilterPolicyScope: "MessageBody",
        RawMessageDelivery: "true",
      });
      const publish = (Message: string, price: string) =>
        sns.send(
          new PublishCommand({
            TopicArn: arn,
            Message,
            MessageAttributes: { price: { DataType: "Number", StringValue: price } },
          }),
        );
      await publish("cheap", "5");
      await publish('{"order":{"kind":"book"}}', "20");
      assert.deepEqual(
        (await receive(byAttribute, 1)).map(({ Body }) => Body),
        ['{"order":{"kind":"book"}}'],
      );
      assert.deepEqual(
        (await receive(byBody, 1)).map(({ Body }) => Body),
        ['{"order":{"kind":"book"}}'],
      );
      assert.deepEqual(await receive(byAttribute, 1, 0), []);
    });

    it("keeps a FIFO topic's order, and takes a message once in five minutes", async () => {
      const arn = await topic("ordered.fifo", { FifoTopic: "true", ContentBasedDeduplication: "true" });
      const url = await queue("ordered.fifo", arn, { FifoQueue: "true" });
      await subscribe(arn, "ordered.fifo", { RawMessageDelivery: "true" });
      const texts = Array.from({ length: 30 }, (_, index) => `m${index}`);
      const publish = (Message: string) =>
        sns.send(new PublishCommand({ TopicArn: arn, Message, MessageGroupId: "g" }));
      const told = [];
      for (const text of texts) told.push(await publish(text));
      const again = await publish("m0");
      assert.deepEqual([again.MessageId, again.SequenceNumber], [told[0]?.MessageId, told[0]?.SequenceNumber]);
      const numbers = told.map(({ SequenceNumber = "" }) => SequenceNumber);
      assert.deepEqual([...numbers].sort(), numbers);
      const bodies: (string | undefined)[] = [];
      while (bodies.length < texts.length) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
        );
        if (Messages.length === 0) break;
        for (const { Body, ReceiptHandle } of Messages) {
          bodies.push(Body);
          await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
        }
      }
      assert.deepEqual(bodies, texts);
    });

    it("takes a batch as a whole, or nothing of it", async () => {
      const arn = await topic("batched");
      const url = await queue("batched", arn);
      await subscribe(arn, "batched", { RawMessageDelivery: "true" });
      const batch = (entries: { Id: string; Message: string }[]) =>
        sns.send(new PublishBatchCommand({ TopicArn: arn, PublishBatchRequestEntries: entries }));
      const { Successful, Failed } = await batch([
        { Id: "a", Message: "1" },
        { Id: "b", Message: "2" },
      ]);
      assert.deepEqual([Successful?.map(({ Id }) => Id), Failed], [["a", "b"], []]);
      const twice = [
        { Id: "a", Message: "3" },
        { Id: "a", Message: "4" },
      ];
      await assert.rejects(batch(twice), { name: "BatchEntryIdsNotDistinctException" });
      await assert.rejects(batch([{ Id: "a.b", Message: "3" }]), { name: "InvalidBatchEntryIdException" });
      const half = "x".repeat(128 * 1024);
      const large = [
        { Id: "a", Message: half },
        { Id: "b", Message: `${half}x` },
      ];
      await assert.rejects(batch(large), { name: "BatchRequestTooLongException" });
      assert.deepEqual((await receive(url, 2)).map(({ Body }) => Body).sort(), ["1", "2"]);
    });

    it("brings what its endpoint refuses to the dead-letter queue", async () => {
      const arn = await topic("lost");
      const dead = await queue("dead", arn);
      const gone = await queue("gone", arn);
      await subscribe(arn, "gone", { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf("dead") }) });
      await sqs.send(new DeleteQueueCommand({ QueueUrl: gone }));
      await sns.send(new PublishCommand({ TopicArn: arn, Message: "lost" }));
      const [message] = await eventually(async () => {
        const found = await receive(dead, 1);
        return found.length > 0 ? found : undefined;
      }, "the dead letter");
      assert.equal(JSON.parse(message?.Body ?? "").Message, "lost");
    });

    it("delivers many publishes to many queues, and loses none", async () => {
      const arn = await topic("many");
      const urls = [];
      for (let index = 0; index < 3; index++) {
        urls.push(await queue(`many-${index}`, arn));
        await subscribe(arn, `many-${index}`, { RawMessageDelivery: "true" });
      }
      const texts = Array.from({ length: 60 }, (_, index) => `m${index}`);
      await Promise.all(texts.map((Message) => sns.send(new PublishCommand({ TopicArn: arn, Message }))));
      for (const url of urls) {
        const bodies = (await receive(url, texts.length)).map(({ Body = "" }) => Body);
        assert.deepEqual(bodies.sort(), [...texts].sort());
      }
    });
  });
}
