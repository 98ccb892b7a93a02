import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { TestSquall } from "../support/squall.ts";

const queue = "/console/sqs/queues/orders";

/** The pages of the services that bring events, with something on each. */
export const eventPages: readonly string[] = [
  "/console/sqs/queues",
  "/console/sqs/create-queue",
  queue,
  ...["monitoring", "sns", "lambda", "dlq", "tags", "redrive", "look"].map((tab) => `${queue}?tab=${tab}`),
  `${queue}-dlq?tab=redrive`,
  `${queue}/edit`,
  `${queue}/send-receive`,
  "/console/sqs/queues/there-is-none",
  "/console/sns/topics",
  "/console/sns/create-topic",
  "/console/sns/subscriptions",
  "/console/sns/create-subscription",
  "/console/events/buses",
  "/console/events/create-bus",
  "/console/events/buses/default",
  "/console/events/buses/default/send-events",
  "/console/events/rules",
  "/console/events/create-rule",
  "/console/events/archives",
  "/console/events/create-archive",
  "/console/events/replays",
  "/console/events/start-replay",
  "/console/events/schedules",
  "/console/events/create-schedule",
  "/console/events/schedule-groups",
  "/console/events/api-destinations",
  "/console/events/create-api-destination",
  "/console/events/connections",
  "/console/events/create-connection",
];

/** What they show. */
export async function fillEvents(squall: TestSquall): Promise<void> {
  const sqs = squall.client(SQSClient);
  await sqs.send(new CreateQueueCommand({ QueueName: "orders-dlq" }));
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: "orders",
      Attributes: {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:orders-dlq",
          maxReceiveCount: 3,
        }),
      },
      tags: { team: "shop" },
    }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"order":1}' }));
}
