import type { Arn } from "../../platform/arn.ts";
import { AwsError } from "../../platform/aws-error.ts";
import type { CallOptions, NamedOperation, ServiceHost } from "../service-host.ts";
import type { TargetMessage } from "./target-message.ts";

/** A call to one target. */
export interface TargetCall {
  readonly host: ServiceHost;
  readonly arn: Arn;
  /** The ARN as it stands. */
  readonly text: string;
  readonly as: CallOptions;
}

/** A kind of thing that events can be sent to. Whoever builds a service that is one finds it here, or adds it. */
export interface TargetKind {
  readonly matches: (arn: Arn) => boolean;
  /** Rejects with the target's error. */
  readonly send: (call: TargetCall, message: TargetMessage) => Promise<unknown>;
  /** Rejects as the target's service does if it is not there, or if the caller may not know. */
  readonly probe: (call: TargetCall) => Promise<unknown>;
}

export type TargetKindName =
  | "function"
  | "queue"
  | "topic"
  | "eventBus"
  | "bucket"
  | "stateMachine"
  | "stream"
  | "logGroup"
  | "apiAction";

const named = (service: string, resource: RegExp) => (arn: Arn) =>
  arn.service === service && resource.test(arn.resource);

/** By AWS's word for it. What Squall does not have answers 501 InternalFailure, as each operation does that is not built. */
export const targetKinds: Readonly<Record<TargetKindName, TargetKind>> = {
  function: {
    matches: named("lambda", /^function:[\w-]+(?::[\w$-]+)?$/),
    send: ({ host, text, as }, { body }) =>
      host.call("lambda", "Invoke", { FunctionName: text, InvocationType: "Event", Payload: Buffer.from(body) }, as),
    probe: ({ host, text, as }) => host.call("lambda", "Invoke", { FunctionName: text, InvocationType: "DryRun" }, as),
  },
  queue: {
    matches: named("sqs", /^[\w-]+(?:\.fifo)?$/),
    send: (call, { body, attributes, groupId }) =>
      call.host.call(
        "sqs",
        "SendMessage",
        {
          QueueUrl: queueUrl(call),
          MessageBody: body,
          MessageAttributes: attributes,
          MessageGroupId: groupId,
          MessageDeduplicationId: isFifo(call.arn) ? call.as.deduplicationId : undefined,
        },
        call.as,
      ),
    probe: (call) =>
      call.host.call("sqs", "GetQueueAttributes", { QueueUrl: queueUrl(call), AttributeNames: ["QueueArn"] }, call.as),
  },
  topic: {
    matches: named("sns", /^[\w-]+(?:\.fifo)?$/),
    send: ({ host, text, arn, as }, { body, subject, attributes, groupId }) =>
      host.call(
        "sns",
        "Publish",
        {
          TopicArn: text,
          Subject: subject,
          Message: body,
          MessageAttributes: attributes,
          MessageGroupId: groupId,
          MessageDeduplicationId: isFifo(arn) ? as.deduplicationId : undefined,
        },
        as,
      ),
    probe: ({ host, text, as }) => host.call("sns", "GetTopicAttributes", { TopicArn: text }, as),
  },
  eventBus: {
    matches: named("events", /^event-bus\/.+$/),
    send: async ({ host, text, as }, { body, event }) => {
      const { source = "squall", detailType = "Event", resources = [] } = event ?? {};
      const entry = {
        EventBusName: text,
        Source: source,
        DetailType: detailType,
        Resources: [...resources],
        Detail: body,
        TraceHeader: as.traceId,
      };
      const { Entries } = await host.call("eventbridge", "PutEvents", { Entries: [entry] }, as);
      const { ErrorCode, ErrorMessage = "" } = Entries?.[0] ?? {};
      // It answers 200 and says in the entry that it was refused.
      if (ErrorCode) throw new AwsError(ErrorCode, ErrorMessage);
    },
    probe: ({ host, text, as }) => host.call("eventbridge", "DescribeEventBus", { Name: text }, as),
  },
  bucket: {
    matches: named("s3", /^[^/:]+$/),
    send: ({ host, arn, as }, { body, object }) =>
      host.call(
        "s3",
        "PutObject",
        {
          Bucket: arn.resource,
          Key: object?.key ?? as.deduplicationId ?? "",
          Body: Buffer.from(body),
          ContentType: object?.contentType,
        },
        as,
      ),
    probe: ({ host, arn, as }) => host.call("s3", "HeadBucket", { Bucket: arn.resource }, as),
  },
  stateMachine: {
    matches: named("states", /^stateMachine:[^:]+(?::[^:]+)?$/),
    // An execution's name is its de-duplication: of the same one a second is not started.
    send: ({ host, text, as }, { body }) =>
      host.call("sfn", "StartExecution", { stateMachineArn: text, input: body, name: as.deduplicationId }, as),
    probe: ({ host, text, as }) => host.call("sfn", "DescribeStateMachine", { stateMachineArn: text }, as),
  },
  stream: {
    matches: named("kinesis", /^stream\/[\w.-]+$/),
    send: ({ host, text, as }, { body, partitionKey }) =>
      host.call(
        "kinesis",
        "PutRecord",
        { StreamARN: text, Data: Buffer.from(body), PartitionKey: partitionKey ?? as.deduplicationId ?? "" },
        as,
      ),
    probe: ({ host, text, as }) => host.call("kinesis", "DescribeStreamSummary", { StreamARN: text }, as),
  },
  logGroup: {
    matches: named("logs", /^log-group:[^:]+(?::\*)?$/),
    // As EventBridge does it: a stream for each event.
    send: async ({ host, arn, as }, { body, logEvent }) => {
      const stream = { logGroupName: groupName(arn), logStreamName: as.deduplicationId ?? host.random.uuid() };
      await host.call("cloudwatch-logs", "CreateLogStream", stream, as).catch((error: unknown) => {
        if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
      });
      const { timestampMs = host.clock.nowMs(), message = body } = logEvent ?? {};
      const logEvents = [{ timestamp: timestampMs, message }];
      await host.call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents }, as);
    },
    probe: ({ host, arn, as }) =>
      host.call("cloudwatch-logs", "DescribeLogStreams", { logGroupName: groupName(arn), limit: 1 }, as),
  },
  /** Any operation, of which the body is the input. Source: "Using universal targets in EventBridge Scheduler". */
  apiAction: {
    matches: named("scheduler", /^aws-sdk:[a-z0-9]+:[A-Za-z0-9]+$/),
    send: async (call, { body }) => call.host.named.call(await namedOperation(call), JSON.parse(body), call.as),
    // Nothing tells whether an action could be done but doing it.
    probe: namedOperation,
  },
};

export function targetKindOf(arn: Arn): TargetKindName | undefined {
  return (Object.keys(targetKinds) as TargetKindName[]).find((name) => targetKinds[name].matches(arn));
}

/** What SQS knows a queue by; asking for it by GetQueueUrl would need a permission that senders lack. */
function queueUrl({ host, arn }: TargetCall): string {
  return `${host.config.endpoint()}/${arn.account}/${arn.resource}`;
}

function isFifo({ resource }: Arn): boolean {
  return resource.endsWith(".fifo");
}

async function namedOperation({ host, arn, text }: TargetCall): Promise<NamedOperation> {
  const [, service = "", action = ""] = arn.resource.split(":");
  const found = await host.named.find(service, action);
  if (typeof found === "string") throw new AwsError("ValidationException", `There is no API ${text}.`);
  const { service: model, name, isBuilt } = found;
  if (!isBuilt)
    throw new AwsError("InternalFailure", `Squall does not implement ${model} ${name} yet.`, { status: 501 });
  return found;
}

function groupName({ resource }: Arn): string {
  return resource.split(":")[1] ?? "";
}
