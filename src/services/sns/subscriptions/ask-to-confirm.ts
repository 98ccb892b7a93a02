import type { EffectContext, ServiceHost, ServiceTimer } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { caller } from "../deliveries/deliver.ts";
import type { TopicKey } from "../deliveries/delivery.ts";
import { subscribeUrl } from "../deliveries/links.ts";
import { toLines } from "../deliveries/notification.ts";
import { defaultRetryPolicy, toSchedule } from "../delivery-policies/delivery-policy.ts";
import { toConfirmationMail } from "../outbox/mail.ts";
import { putOutbox } from "../outbox/put-outbox.ts";
import type { SnsState } from "../state.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { type Subscription, subscriptionArn } from "./subscription.ts";

export const askTimer = "sns.ask-to-confirm";

/** What an endpoint is asked. JSON. */
export interface Question {
  readonly type: "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  readonly topic: TopicKey;
  readonly subscription: Pick<Subscription, "id" | "protocol" | "endpoint">;
  readonly token: string;
  readonly messageId: string;
  readonly askedMs: number;
  readonly tries: number;
}

/** Which question a subscription that is to be confirmed, or has been cancelled by a link, gives rise to. */
export function toQuestion(
  { random, clock }: Pick<ServiceHost, "random" | "clock">,
  type: Question["type"],
  topic: KnownTopic,
  { id, protocol, endpoint }: Pick<Subscription, "id" | "protocol" | "endpoint">,
  token: string,
): Question {
  const { account, region, name, id: topicId } = topic;
  return {
    type,
    topic: { account, region, name, id: topicId },
    subscription: { id, protocol, endpoint },
    token,
    messageId: random.uuid(),
    askedMs: clock.nowMs(),
    tries: 0,
  };
}

/** Endpoints are asked some times, if they do not answer; nobody hears of it if they never do. */
export const askToConfirm: ServiceTimer<SnsState>["fire"] = async (firing, context) => {
  const { host, state } = context;
  const question = JSON.parse(firing.payload) as Question;
  const topic = await state.topics.find(question.topic);
  if (topic?.id !== question.topic.id) return;
  const { outcome } = await ask(context, topic, question);
  if (outcome !== "later") return;
  const tries = question.tries + 1;
  const delayMs = toSchedule(defaultRetryPolicy).delayMs(tries);
  if (delayMs === undefined) return;
  const next = { dueMs: host.clock.nowMs() + delayMs, payload: JSON.stringify({ ...question, tries }) };
  await host.storage.partition(firing.from).write((tx) => firing.settle(tx, next));
};

async function ask(
  { host, state }: EffectContext<SnsState>,
  topic: KnownTopic,
  question: Question,
): Promise<{ readonly outcome: "delivered" | "later" | "never" }> {
  const { type, subscription, token, messageId, askedMs } = question;
  const { protocol, endpoint } = subscription;
  const arn = subscriptionArn(topic.arn, subscription.id);
  const url = subscribeUrl(host, topic.arn, token);
  const envelope = await toEnvelope(state, topic, question, { arn, url });
  const source = { account: topic.account, region: topic.region, arn: topic.arn };
  switch (protocol) {
    case "email":
    case "email-json": {
      const mail = { to: endpoint, messageId, subscriptionArn: arn, url, sentMs: askedMs };
      const json = protocol === "email-json" ? envelope : undefined;
      await putOutbox(host, topic, toConfirmationMail(topic, { ...mail, envelope: json }));
      return { outcome: "delivered" };
    }
    case "sqs":
      return {
        outcome: (await state.queues.send({ queue: endpoint, caller, source }, { MessageBody: envelope })).kind,
      };
    case "lambda": {
      const event = {
        Records: [
          { EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: arn, Sns: JSON.parse(envelope) },
        ],
      };
      const message = { body: JSON.stringify(event) };
      return { outcome: (await sendToTarget(host, { target: endpoint, message, caller, source, id: messageId })).kind };
    }
    default: {
      if (!state.http.hasRoom(endpoint)) return { outcome: "later" };
      const headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "x-amz-sns-message-type": type,
        "x-amz-sns-message-id": messageId,
        "x-amz-sns-topic-arn": topic.arn,
        ...(type === "UnsubscribeConfirmation" && { "x-amz-sns-subscription-arn": arn }),
      };
      return { outcome: (await state.http.post(endpoint, { body: envelope, headers })).kind };
    }
  }
}

async function toEnvelope(
  { signer }: Pick<SnsState, "signer">,
  topic: KnownTopic,
  { type, token, messageId, askedMs }: Question,
  { arn, url }: { readonly arn: string; readonly url: string },
): Promise<string> {
  const signed = {
    Message:
      type === "SubscriptionConfirmation"
        ? `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
        : `You have chosen to deactivate subscription ${arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
    MessageId: messageId,
    SubscribeURL: url,
    Timestamp: new Date(askedMs).toISOString(),
    Token: token,
    TopicArn: topic.arn,
    Type: type,
  };
  const version = topic.settings.signatureVersion;
  const made = await signer.sign(signed, version);
  const facts = {
    Type: type,
    MessageId: messageId,
    Token: token,
    TopicArn: topic.arn,
    Message: signed.Message,
    SubscribeURL: url,
    Timestamp: signed.Timestamp,
    SignatureVersion: version,
    Signature: made.signature,
    SigningCertURL: made.url,
  };
  return `{\n${toLines(facts)}\n}`;
}
