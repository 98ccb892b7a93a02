import { connect, connectForms } from "./api-client.ts";
import { launchDurable } from "./durable.ts";
import type { Figure } from "./figure.ts";
import { processorSeconds } from "./processor-time.ts";

const queues = 10;
const clients = 32;
const longestWaitMs = 120_000;

/** Publishes to a topic with ten queues, until the last queue has the last message. */
export async function measureTopics(quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const sqs = connect(squall.port);
  const sns = connectForms(squall.port, { service: "sns", version: "2010-03-31" });
  const TopicArn = /<TopicArn>([^<]+)/.exec(await sns.call("CreateTopic", { Name: "bench" }))?.[1] ?? "";
  const urls: unknown[] = [];
  for (let index = 0; index < queues; index++) {
    const Attributes = { Policy: letsIn(TopicArn) };
    urls.push((await sqs.call("CreateQueue", { QueueName: `q${index}`, Attributes })).QueueUrl);
    await sns.call("Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:us-east-1:000000000000:q${index}`,
      "Attributes.entry.1.key": "RawMessageDelivery",
      "Attributes.entry.1.value": "true",
    });
  }
  const AttributeNames = ["ApproximateNumberOfMessages"];
  const delivered = async () => {
    const answers = await Promise.all(
      urls.map((QueueUrl) => sqs.call("GetQueueAttributes", { QueueUrl, AttributeNames })),
    );
    return answers.map(({ Attributes }) => Number(Object.values(Attributes as Record<string, string>)[0]));
  };
  const Message = "x".repeat(100);
  const publish = async (count: number) => {
    let left = count;
    const client = async () => {
      while (left-- > 0) await sns.call("Publish", { TopicArn, Message });
    };
    await Promise.all(Array.from({ length: clients }, client));
  };
  const warm = 500;
  await publish(warm);
  const untilDelivered = async (count: number) => {
    const endMs = performance.now() + longestWaitMs;
    for (;;) {
      const had = await delivered();
      if (had.every((each) => each === count)) return;
      if (performance.now() > endMs) throw new Error(`queues have ${had}, not ${count} each`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await untilDelivered(warm);
  const publishes = quick ? 3_000 : 20_000;
  const processorBefore = processorSeconds(squall.pid);
  const startedMs = performance.now();
  await publish(publishes);
  await untilDelivered(warm + publishes);
  const seconds = (performance.now() - startedMs) / 1000;
  const busySeconds = processorSeconds(squall.pid) - processorBefore;
  sqs.close();
  sns.close();
  return [
    {
      name: `SNS publishes to ${queues} queues, delivered to all`,
      value: publishes / seconds,
      unit: "/s",
      target: 1_500,
    },
    { name: `SNS publishes to ${queues} queues by processor time`, value: publishes / busySeconds, unit: "/s" },
  ];
}

function letsIn(topicArn: string): string {
  const from = { ArnEquals: { "aws:SourceArn": topicArn } };
  const principal = { Service: "sns.amazonaws.com" };
  const statement = {
    Effect: "Allow",
    Principal: principal,
    Action: "sqs:SendMessage",
    Resource: "*",
    Condition: from,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
