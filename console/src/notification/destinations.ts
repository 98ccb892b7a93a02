import type { NotificationConfiguration } from "@aws-sdk/client-s3";

/** Where a bucket's notifications can go, in the order of S3's console; `service` begins the ARN. */
export const destinations = [
  {
    value: "lambda",
    label: "Lambda function",
    description: "Run a Lambda function script based on S3 events.",
    service: "lambda",
    noun: "a function",
  },
  {
    value: "sns",
    label: "SNS topic",
    description: "Fanout messages to systems for parallel processing or directly to people.",
    service: "sns",
    noun: "a topic",
  },
  {
    value: "sqs",
    label: "SQS queue",
    description: "Send notifications to an SQS queue to be read by a server.",
    service: "sqs",
    noun: "a queue",
  },
] as const;

export type DestinationKind = (typeof destinations)[number]["value"];

export function destinationKindOf(arn: string): DestinationKind {
  return destinations.find(({ service }) => arn.split(":")[2] === service)?.value ?? "lambda";
}

type Notification = Omit<
  NonNullable<NotificationConfiguration["LambdaFunctionConfigurations"]>[number],
  "LambdaFunctionArn"
>;

/** The configuration with one more notification. */
export function withNotification(
  before: NotificationConfiguration,
  arn: string,
  notification: Notification,
): NotificationConfiguration {
  switch (destinationKindOf(arn)) {
    case "sns":
      return {
        ...before,
        TopicConfigurations: [...(before.TopicConfigurations ?? []), { ...notification, TopicArn: arn }],
      };
    case "sqs":
      return {
        ...before,
        QueueConfigurations: [...(before.QueueConfigurations ?? []), { ...notification, QueueArn: arn }],
      };
    case "lambda":
      return {
        ...before,
        LambdaFunctionConfigurations: [
          ...(before.LambdaFunctionConfigurations ?? []),
          { ...notification, LambdaFunctionArn: arn },
        ],
      };
  }
}
