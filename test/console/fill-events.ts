import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreatePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { TestSquall } from "../support/squall.ts";

const queue = "/console/sqs/queues/orders";
const queueArn = "arn:aws:sqs:us-east-1:000000000000:orders";
const topicArn = "arn:aws:sns:us-east-1:000000000000:news";
const topic = `/console/sns/topics/${encodeURIComponent(topicArn)}`;
const rule = "/console/events/rules/default/everyMinute";

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
  topic,
  ...["policy", "delivery", "monitoring", "tags"].map((tab) => `${topic}?tab=${tab}`),
  `${topic}/edit`,
  `${topic}/publish`,
  "/console/sns/topics/arn%3Aaws%3Asns%3Aus-east-1%3A000000000000%3Anone",
  "/console/sns/subscriptions",
  "/console/sns/create-subscription",
  "/console/sns/outbox",
  "/console/events/buses",
  "/console/events/create-bus",
  "/console/events/buses/default",
  "/console/events/buses/default/send-events",
  "/console/events/rules",
  "/console/events/create-rule",
  rule,
  ...["targets", "monitoring", "tags"].map((tab) => `${rule}?tab=${tab}`),
  `${rule}/edit`,
  "/console/events/rules/default/there-is-none",
  "/console/events/archives",
  "/console/events/create-archive",
  "/console/events/replays",
  "/console/events/start-replay",
  "/console/events/pipes",
  "/console/events/create-pipe",
  "/console/events/pipes/large",
  "/console/events/pipes/large/edit",
  "/console/events/schedules",
  "/console/events/create-schedule",
  "/console/events/schedules/default/report",
  "/console/events/schedules/default/report/edit",
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
  const sns = squall.client(SNSClient);
  await sns.send(new CreateTopicCommand({ Name: "news" }));
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn }));
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "email", Endpoint: "anna@example.com" }));
  await sns.send(new PublishCommand({ PhoneNumber: "+15555550123", Message: "It is five o'clock." }));
  const events = squall.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: "everyMinute", ScheduleExpression: "rate(1 minute)" }));
  await events.send(new PutRuleCommand({ Name: "uploads", EventPattern: '{ "source": ["aws.s3"] }' }));
  await events.send(new PutTargetsCommand({ Rule: "everyMinute", Targets: [{ Id: "1", Arn: queueArn, Input: "{}" }] }));
  await squall.client(PipesClient).send(
    new CreatePipeCommand({
      Name: "large",
      RoleArn: "arn:aws:iam::000000000000:role/LabRole",
      Source: queueArn,
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{ "body": { "price": [{ "numeric": [">", 100] }] } }' }] },
      },
      Target: topicArn,
      TargetParameters: { InputTemplate: '{"paid": <$.body.price>}' },
      DesiredState: "STOPPED",
      Tags: { team: "shop" },
    }),
  );
  await squall.client(SchedulerClient).send(
    new CreateScheduleCommand({
      Name: "report",
      ScheduleExpression: "cron(0 2 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: queueArn, RoleArn: "arn:aws:iam::000000000000:role/LabRole", Input: "make the report" },
    }),
  );
}
