import type { EffectContext } from "../../service.ts";
import type { QueueMessage } from "../../targets/queue-batches.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { delivered, type Verdict } from "../../targets/verdict.ts";
import { pushToEndpoint } from "../applications/push-to-endpoint.ts";
import { effectivePolicy, toTopicPolicy } from "../delivery-policies/delivery-policy.ts";
import { bodyFor, type MessageAttribute } from "../messages/message.ts";
import { toNotificationMail } from "../outbox/mail.ts";
import { putOutbox } from "../outbox/put-outbox.ts";
import { sendSms } from "../phone-numbers/send-sms.ts";
import type { SnsState } from "../state.ts";
import type { Outcome } from "./delivery.ts";
import { unsubscribeUrl } from "./links.ts";
import { toEnvelope, toShown } from "./notification.ts";
import type { Sending } from "./sending.ts";

export const caller = { service: "sns.amazonaws.com" } as const;

/** Brings a message to what is subscribed. Never rejects for what the other side does. */
export async function deliver(context: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  switch (sending.subscription.protocol) {
    case "sqs":
      return toQueue(context, sending, sending.subscription.endpoint);
    case "lambda":
      return toFunction(context, sending);
    case "http":
    case "https":
      return toHttp(context, sending);
    case "email":
    case "email-json":
      return toMail(context, sending);
    case "sms":
      return toPhone(context, sending);
    case "application":
      return toApplication(context, sending);
    case "firehose":
      return { kind: "never", reason: "Firehose is not built", statusCode: 501, providerResponse: "" };
  }
}

/** To the subscribed queue, or to a dead-letter queue, which has what the subscriber would have had. */
export async function toQueue(
  { state, host }: EffectContext<SnsState>,
  sending: Sending,
  queue: string,
): Promise<Outcome> {
  const { topic, subscription, message, notifications } = sending;
  const isFifoQueue = queue.endsWith(".fifo");
  const sent: QueueMessage = {
    MessageBody: subscription.isRaw
      ? bodyFor(message, subscription.protocol)
      : toEnvelope(await notifications.for(subscription.protocol), unsubscribeUrl(host, subscription.arn)),
    MessageAttributes: subscription.isRaw && message.attributes ? toWire(message.attributes) : undefined,
    MessageSystemAttributes: isTrace(message.traceId)
      ? { AWSTraceHeader: { DataType: "String", StringValue: message.traceId } }
      : undefined,
    // A standard queue takes a group from a standard topic, and from a FIFO topic none.
    MessageGroupId: isFifoQueue || !topic.isFifo ? message.groupId : undefined,
    MessageDeduplicationId: isFifoQueue ? (message.deduplicationId ?? message.id) : undefined,
  };
  const source = { account: topic.account, region: topic.region, arn: topic.arn };
  const verdict = await state.queues.send({ queue, caller, source }, sent);
  return toOutcome(verdict, { ok: 200, details: {} });
}

async function toFunction({ host }: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  const { topic, subscription, message, notifications } = sending;
  const { body, timestamp, signature, certificateUrl } = await notifications.for("lambda");
  const event = {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: "Notification",
          MessageId: message.id,
          TopicArn: topic.arn,
          Subject: message.subject ?? null,
          Message: body,
          Timestamp: timestamp,
          // As AWS: whatever version it is signed by, functions are told of the first.
          SignatureVersion: "1",
          Signature: signature,
          SigningCertUrl: certificateUrl,
          UnsubscribeUrl: unsubscribeUrl(host, subscription.arn),
          MessageAttributes: message.attributes ? toShown(message.attributes) : {},
        },
      },
    ],
  };
  const verdict = await sendToTarget(host, {
    target: subscription.endpoint,
    message: { body: JSON.stringify(event) },
    caller,
    source: { account: topic.account, region: topic.region, arn: topic.arn },
    id: `${message.id} ${subscription.id}`,
    traceId: message.traceId,
  });
  return toOutcome(verdict, { ok: 202, details: { lambdaRequestId: message.id } });
}

async function toHttp({ state, host }: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  const { topic, subscription, message, notifications } = sending;
  const policy = topic.attributes.DeliveryPolicy;
  const { requestPolicy } = effectivePolicy(
    policy === undefined ? undefined : toTopicPolicy(policy),
    subscription.delivery,
  );
  const isRaw = subscription.isRaw;
  const body = isRaw
    ? bodyFor(message, subscription.protocol)
    : toEnvelope(await notifications.for(subscription.protocol), unsubscribeUrl(host, subscription.arn));
  return state.http.post(subscription.endpoint, {
    body,
    headers: {
      "Content-Type": requestPolicy.headerContentType,
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-message-id": message.id,
      "x-amz-sns-topic-arn": topic.arn,
      "x-amz-sns-subscription-arn": subscription.arn,
      ...(isRaw && { "x-amz-sns-rawdelivery": "true" }),
      ...(isTrace(message.traceId) && { "x-amzn-trace-id": message.traceId }),
    },
  });
}

async function toMail({ host }: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  const { subscription, notifications } = sending;
  const notification = await notifications.for(subscription.protocol);
  const link = unsubscribeUrl(host, subscription.arn);
  await putOutbox(host, sending.topic, toNotificationMail(sending, notification, link));
  return toOutcome(delivered, { ok: 200, details: {} });
}

async function toPhone(context: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  const { topic, subscription, message } = sending;
  return sendSms(context, topic, {
    to: subscription.endpoint,
    body: bodyFor(message, "sms"),
    message,
    topicArn: topic.arn,
    subscriptionArn: subscription.arn,
  });
}

async function toApplication(context: EffectContext<SnsState>, sending: Sending): Promise<Outcome> {
  const { topic, subscription, message } = sending;
  return pushToEndpoint(context, {
    endpoint: subscription.endpoint,
    message,
    topicArn: topic.arn,
    subscriptionArn: subscription.arn,
  });
}

function toOutcome(verdict: Verdict, { ok, details }: { readonly ok: number; readonly details: object }): Outcome {
  if (verdict.kind === "delivered")
    return { kind: "delivered", statusCode: ok, providerResponse: JSON.stringify(details) };
  const { kind, reason } = verdict;
  return {
    kind,
    reason,
    statusCode: kind === "never" ? 400 : 500,
    providerResponse: JSON.stringify({ ErrorMessage: reason }),
  };
}

/** SQS refuses what is none. */
function isTrace(text: string | undefined): text is string {
  return text !== undefined && text.length <= 500 && /^[!-~]+$/.test(text);
}

export function toWire(attributes: Readonly<Record<string, MessageAttribute>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, string, binary }]) => [
      name,
      binary === undefined
        ? { DataType: type, StringValue: string }
        : { DataType: type, BinaryValue: Buffer.from(binary, "base64") },
    ]),
  );
}
