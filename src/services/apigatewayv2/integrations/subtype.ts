/** An integration with one operation of an AWS service: what its request parameters are. */
export interface Subtype {
  /** As requests to it are signed. */
  readonly service: "sqs" | "events";
  readonly operation: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Source: "Integration subtype reference". Each may have a `Region` besides. */
export const subtypes: Readonly<Record<string, Subtype>> = {
  "EventBridge-PutEvents": {
    service: "events",
    operation: "PutEvents",
    required: ["Detail", "DetailType", "Source"],
    optional: ["Time", "EventBusName", "Resources", "TraceHeader"],
  },
  "SQS-SendMessage": {
    service: "sqs",
    operation: "SendMessage",
    required: ["QueueUrl", "MessageBody"],
    optional: [
      "DelaySeconds",
      "MessageAttributes",
      "MessageDeduplicationId",
      "MessageGroupId",
      "MessageSystemAttributes",
    ],
  },
  "SQS-ReceiveMessage": {
    service: "sqs",
    operation: "ReceiveMessage",
    required: ["QueueUrl"],
    optional: [
      "AttributeNames",
      "MaxNumberOfMessages",
      "MessageAttributeNames",
      "ReceiveRequestAttemptId",
      "VisibilityTimeout",
      "WaitTimeSeconds",
    ],
  },
  "SQS-DeleteMessage": {
    service: "sqs",
    operation: "DeleteMessage",
    required: ["ReceiptHandle", "QueueUrl"],
    optional: [],
  },
  "SQS-PurgeQueue": { service: "sqs", operation: "PurgeQueue", required: ["QueueUrl"], optional: [] },
};

/** AWS's, of services that there are not here. */
export const subtypesElsewhere: ReadonlySet<string> = new Set([
  "AppConfig-GetConfiguration",
  "Kinesis-PutRecord",
  "StepFunctions-StartExecution",
  "StepFunctions-StartSyncExecution",
  "StepFunctions-StopExecution",
]);
