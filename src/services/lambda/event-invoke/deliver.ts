import { parseArn } from "../../../platform/arn.ts";
import { notBuilt } from "../../operation-table.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { readErrorObject } from "../invocation/environment/failures.ts";
import type { EndedEvent, InvocationRecord } from "./invocation-record.ts";

export interface Delivery {
  readonly host: ServiceHost;
  readonly arn: string;
  /** The function's role. */
  readonly as: CallOptions;
  readonly functionName: string;
}

/** Sends an invocation record to a destination: SQS, SNS, EventBridge, Lambda or S3. Rejects with the target's error. */
export async function deliver(delivery: Delivery, record: InvocationRecord): Promise<void> {
  const { host, arn, as } = delivery;
  const text = JSON.stringify(record);
  const service = parseArn(arn)?.service ?? "";
  if (service === "lambda") {
    await host.call("lambda", "Invoke", { FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(text) }, as);
  } else if (service === "s3") await putObject(delivery, record, text);
  else if (service === "sqs") await sendMessage(delivery, text, undefined);
  else if (service === "sns") await host.call("sns", "Publish", { TopicArn: arn, Message: text }, as);
  else if (service === "events") await putEvent(delivery, record, text);
  else throw notBuilt(service, "delivery");
}

/** Sends the event itself, with why it failed as attributes. Source: "Dead-letter queues". */
export async function deliverDeadLetter(delivery: Delivery, ended: EndedEvent): Promise<void> {
  const { host, arn, as } = delivery;
  const text = ended.event.payload.toString("utf8");
  const attributes = deadLetterAttributes(ended);
  if (parseArn(arn)?.service === "sqs") await sendMessage(delivery, text, attributes);
  else await host.call("sns", "Publish", { TopicArn: arn, Message: text, MessageAttributes: attributes }, as);
}

async function sendMessage(
  { host, arn, as }: Delivery,
  MessageBody: string,
  MessageAttributes: Record<string, { DataType: string; StringValue: string }> | undefined,
): Promise<void> {
  const { account = "", resource = "" } = parseArn(arn) ?? {};
  const { QueueUrl } = await host.call(
    "sqs",
    "GetQueueUrl",
    { QueueName: resource, QueueOwnerAWSAccountId: account },
    as,
  );
  await host.call("sqs", "SendMessage", { QueueUrl: QueueUrl ?? "", MessageBody, MessageAttributes }, as);
}

async function putEvent({ host, arn, as }: Delivery, record: InvocationRecord, Detail: string): Promise<void> {
  const ok = record.requestContext.condition === "Success";
  const entry = {
    EventBusName: arn,
    Source: "lambda",
    DetailType: `Lambda Function Invocation Result - ${ok ? "Success" : "Failure"}`,
    Resources: [arn, record.requestContext.functionArn],
    Detail,
  };
  await host.call("eventbridge", "PutEvents", { Entries: [entry] }, as);
}

/** Source: "Capturing records of Lambda asynchronous invocations", "S3 destination record key". */
async function putObject(delivery: Delivery, record: InvocationRecord, Body: string): Promise<void> {
  const { host, arn, as, functionName } = delivery;
  const [day = "", time = ""] = record.timestamp.split("T");
  const stamp = `${day}T${time.slice(0, 8).replaceAll(":", ".")}`;
  const Key = `aws/lambda/async/${functionName}/${day.replaceAll("-", "/")}/${stamp}-${host.random.uuid()}`;
  const Bucket = parseArn(arn)?.resource ?? "";
  await host.call("s3", "PutObject", { Bucket, Key, Body: Buffer.from(Body), ContentType: "application/json" }, as);
}

function deadLetterAttributes({ event, outcome, error }: EndedEvent) {
  const failure = outcome && readErrorObject(outcome.payload);
  const message = failure?.errorMessage ?? error?.message ?? "The event was too old.";
  return {
    RequestID: { DataType: "String", StringValue: event.requestId },
    ErrorCode: { DataType: "Number", StringValue: "200" },
    ErrorMessage: { DataType: "String", StringValue: message.slice(0, 1_024) },
  };
}
