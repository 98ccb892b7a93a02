import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import { type Arn, parseArn } from "../../platform/arn.ts";
import type { CallOptions, ServiceHost } from "../service-host.ts";
import type { EventSource, SourceRecord } from "./event-source.ts";

/** A message of a queue as functions and pipes see it. */
export interface QueueRecord extends SourceRecord {
  readonly event: QueueEvent;
}

/** Source: "Using Lambda with Amazon SQS", "Example polling SQS queue message". */
export interface QueueEvent {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, QueueAttribute>>;
  readonly md5OfMessageAttributes?: string | null;
  readonly md5OfBody: string;
  readonly eventSource: "aws:sqs";
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

export interface QueueAttribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
  readonly dataType: string;
}

/** What one ReceiveMessage gives, and one DeleteMessageBatch takes. */
const messagesPerCall = 10;
/** Longest wait of one ReceiveMessage. */
const waitSeconds = 20;
/** DeleteMessageBatch calls of one batch at the same time: they share a commit. */
const deletesAtOnce = 10;

/**
 * A queue, read by whom `as` says; it is asked before each call, so that a session that ends is renewed. `namesNoDigest`: of a message without attributes
 * the digest is told as null; on AWS mappings with a batching window do so, and others leave it out.
 */
export function createQueueSource(
  host: Pick<ServiceHost, "call" | "config">,
  {
    queueArn,
    as,
    namesNoDigest = false,
  }: { readonly queueArn: string; readonly as: () => Promise<CallOptions>; readonly namesNoDigest?: boolean },
): EventSource<QueueRecord> {
  const arn = parseArn(queueArn);
  if (!arn) throw new Error(`${queueArn} is no queue's ARN`);
  const QueueUrl = queueUrlOf(host, arn);
  const { region, account } = arn;
  return {
    mostPerReceive: messagesPerCall,
    receive: async ({ most, signal, admission }) => {
      const { Messages = [] } = await host.call(
        "sqs",
        "ReceiveMessage",
        {
          QueueUrl,
          MaxNumberOfMessages: Math.min(most, messagesPerCall),
          WaitTimeSeconds: waitSeconds,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        },
        { ...(await as()), account, region, signal, admission },
      );
      return Messages.map((message) => toRecord(message, { queueArn, region, namesNoDigest }));
    },
    remove: async (records) => {
      const caller = { ...(await as()), account, region };
      const remove = async (part: readonly QueueRecord[]) => {
        const Entries = part.map(({ event: { receiptHandle } }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        }));
        await host.call("sqs", "DeleteMessageBatch", { QueueUrl, Entries }, caller);
      };
      const parts: (readonly QueueRecord[])[] = [];
      for (let from = 0; from < records.length; from += messagesPerCall)
        parts.push(records.slice(from, from + messagesPerCall));
      for (let from = 0; from < parts.length; from += deletesAtOnce)
        await Promise.all(parts.slice(from, from + deletesAtOnce).map(remove));
    },
  };
}

/** What SQS knows a queue by, whoever asks: GetQueueUrl would need a permission that readers need not have. */
export function queueUrlOf({ config }: Pick<ServiceHost, "config">, { account, resource }: Arn): string {
  return `${config.endpoint()}/${account}/${resource}`;
}

function toRecord(
  message: Message,
  { queueArn, region, namesNoDigest }: { queueArn: string; region: string; namesNoDigest: boolean },
): QueueRecord {
  const { MessageId = "", ReceiptHandle = "", Body = "", MD5OfBody = "", MessageAttributes = {} } = message;
  const attributes: Record<string, string> = {};
  for (const name of systemAttributes) {
    const value = (message.Attributes as Readonly<Record<string, string>> | undefined)?.[name];
    if (value !== undefined) attributes[name] = value;
  }
  const messageAttributes: Record<string, QueueAttribute> = {};
  for (const [name, value] of Object.entries(MessageAttributes)) messageAttributes[name] = toAttribute(value);
  const digest = message.MD5OfMessageAttributes ?? (namesNoDigest ? null : undefined);
  const event: QueueEvent = {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes,
    messageAttributes,
    ...(digest !== undefined && { md5OfMessageAttributes: digest }),
    md5OfBody: MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  };
  const text = JSON.stringify(event);
  return { event, text, bytes: Buffer.byteLength(text) };
}

/** In the order that AWS writes them in. */
const systemAttributes = [
  ...["ApproximateReceiveCount", "AWSTraceHeader", "SentTimestamp", "SequenceNumber", "MessageGroupId", "SenderId"],
  ...["MessageDeduplicationId", "ApproximateFirstReceiveTimestamp", "DeadLetterQueueSourceArn"],
] as const;

function toAttribute({ DataType = "", StringValue, BinaryValue }: MessageAttributeValue): QueueAttribute {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
