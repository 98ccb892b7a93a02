import { parseArn } from "../../../platform/arn.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { filterPolicyLimitExceeded, invalidParameter, subscriptionLimitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsContext, SnsOperation } from "../operation.ts";
import { askTimer, toQuestion } from "../subscriptions/ask-to-confirm.ts";
import { checkEndpoint } from "../subscriptions/check-endpoint.ts";
import { checkNewAttributes } from "../subscriptions/check-subscription-attributes.ts";
import { expireTimer } from "../subscriptions/expire-token.ts";
import {
  type Protocol,
  type Subscription,
  type SubscriptionAttributes,
  subscriptionArn,
} from "../subscriptions/subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { toTellOwner } from "../subscriptions/tell-owner.ts";
import { createToken } from "../subscriptions/token.ts";
import { findTopic } from "../topics/find-topic.ts";
import { topicsKey } from "../topics/topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

/** Subscribes an endpoint; one that is subscribed already is told as it is. What is nobody's by its name alone has to be confirmed by its owner. */
export const subscribe: SnsOperation<"Subscribe"> = async (input, context) => {
  const { TopicArn, Protocol: asked = "", Endpoint: endpoint = "", ReturnSubscriptionArn: returnsArn } = input;
  const topic = await findTopic(context, TopicArn);
  const protocol = checkEndpoint(topic, asked, endpoint, context.account);
  const attributes = checkNewAttributes(input.Attributes ?? {}, { protocol, endpoint, isFifoTopic: topic.isFifo });
  const subscription = await add(context, topic, { protocol, endpoint, attributes });
  const arn = subscriptionArn(topic.arn, subscription.id);
  return { SubscriptionArn: subscription.isPending && returnsArn !== true ? "pending confirmation" : arn };
};

/** A role, a user, or the root. In `open` mode, where anybody is the root, keys tell people apart. */
function toSubscriber({ principal, host }: SnsContext): string {
  const { kind, roleArn, arn, account, accessKeyId = account } = principal;
  const isAnybody = host.config.auth === "open" && kind === "root" && accessKeyId !== account;
  if (isAnybody && /^[\w+=,.@-]{1,64}$/.test(accessKeyId)) return arn.replace(/:root$/, `:user/key-${accessKeyId}`);
  return roleArn ?? arn;
}

interface Asked {
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes: SubscriptionAttributes;
}

async function add(context: SnsContext, topic: KnownTopic, asked: Asked): Promise<Subscription> {
  const { host } = context;
  const { account, region, name, id: topicId } = topic;
  const at = { account, region };
  const made: Omit<Subscription, "seq"> = {
    id: host.random.uuid(),
    topic: { account, region, name },
    topicId,
    ...asked,
    owner: context.account,
    principal: toSubscriber(context),
    createdMs: host.clock.nowMs(),
    isPending: needsConfirmation(context, asked),
    wasAuthenticated: !needsConfirmation(context, asked),
    authenticatesUnsubscribe: false,
  };
  const token = createToken(host.random, region);
  const question = toQuestion(host, "SubscriptionConfirmation", topic, made, token);
  const effectId = host.random.uuid();
  return host.storage.partition(topicsKey(at)).write(async (tx) => {
    const existing = await subscriptionStore.findByEndpoint(tx, at, { topic: name, topicId, ...asked });
    if (existing) {
      checkSame(existing, asked.attributes);
      if (existing.isPending) await ask(tx, existing, { ...question, subscription: existing });
      return existing;
    }
    await checkLimits(tx, topic, asked);
    const subscription: Subscription = { ...made, seq: await tx.nextSequence() };
    await subscriptionStore.put(tx, subscription);
    if (subscription.isPending) await ask(tx, subscription, question);
    if (subscription.owner !== account)
      await tx.emit(
        toTellOwner(effectId, {
          owner: subscription.owner,
          region,
          arn: subscriptionArn(topic.arn, made.id),
          isThere: true,
        }),
      );
    return subscription;
  });
}

/** With a token of its own each time: whoever has an earlier one may use it as long as it is valid. */
async function ask(
  tx: WriteTransaction,
  { topic, id, createdMs }: Subscription,
  question: ReturnType<typeof toQuestion>,
): Promise<void> {
  const { token, askedMs } = question;
  const { protocol, endpoint } = question.subscription;
  await subscriptionStore.addToken(tx, token, { topic: topic.name, subscription: id, restores: undefined });
  await tx.setTimer({ kind: expireTimer, key: token, dueMs: Math.max(createdMs, askedMs) + limits.confirmationMs });
  const payload = JSON.stringify({ ...question, subscription: { id, protocol, endpoint } });
  await tx.setTimer({ kind: askTimer, key: token, dueMs: askedMs, payload });
}

/** Queues, functions and devices of the caller's own account are the caller's to subscribe; phones are not asked. */
function needsConfirmation({ account }: SnsContext, { protocol, endpoint }: Asked): boolean {
  switch (protocol) {
    case "http":
    case "https":
    case "email":
    case "email-json":
      return true;
    case "sqs":
    case "lambda":
      return parseArn(endpoint)?.account !== account;
    default:
      return false;
  }
}

async function checkLimits(tx: WriteTransaction, topic: KnownTopic, { attributes }: Asked): Promise<void> {
  const { confirmed, pending } = await subscriptionStore.counts(tx, topic.name, topic.id);
  const most = topic.isFifo ? limits.subscriptionsPerFifoTopic : limits.subscriptionsPerTopic;
  if (confirmed + pending >= most || pending >= limits.pendingSubscriptionsPerAccount)
    throw subscriptionLimitExceeded();
  if (attributes.FilterPolicy === undefined) return;
  if ((await subscriptionStore.countFiltered(tx, topic.name, topic.id)) >= limits.filterPoliciesPerTopic)
    throw filterPolicyLimitExceeded();
}

/** Only what is asked for is compared, with what there is or would be by default. */
function checkSame({ attributes }: Subscription, asked: SubscriptionAttributes): void {
  const present: SubscriptionAttributes = { ...defaults, ...attributes };
  if (Object.keys(asked).some((name) => present[name] !== asked[name]))
    throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
}

const defaults: SubscriptionAttributes = { RawMessageDelivery: "false", FilterPolicyScope: "MessageAttributes" };
