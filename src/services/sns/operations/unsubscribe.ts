import { invalidParameter, mayNotUnsubscribe } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { askTimer, toQuestion } from "../subscriptions/ask-to-confirm.ts";
import { expireTimer } from "../subscriptions/expire-token.ts";
import { readSubscription, toSubscriptionName } from "../subscriptions/find-subscription.ts";
import { removeSubscription } from "../subscriptions/remove-subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { createToken } from "../subscriptions/token.ts";
import { topicsKey } from "../topics/topic.ts";

/** One that is not there is unsubscribed, too. Whom a link has unsubscribed is asked whether that was meant: the answer brings the subscription back. */
export const unsubscribe: SnsOperation<"Unsubscribe"> = async (
  { SubscriptionArn: arn },
  { host, state, principal },
) => {
  if (arn === undefined) throw invalidParameter("SubscriptionArn Reason: no value for required parameter");
  const name = toSubscriptionName(arn);
  const subscription = await readSubscription(host, name);
  if (!subscription) return {};
  const isSigned = principal.kind !== "anonymous";
  if (subscription.authenticatesUnsubscribe && !isSigned) throw mayNotUnsubscribe();
  const topic = await state.topics.find(name.topic);
  const isAsked = !isSigned && (subscription.protocol === "http" || subscription.protocol === "https");
  const token = createToken(host.random, name.topic.region);
  const question =
    topic && isAsked && !subscription.isPending
      ? toQuestion(host, "UnsubscribeConfirmation", topic, subscription, token)
      : undefined;
  const effectId = host.random.uuid();
  await host.storage.partition(topicsKey(name.topic)).write(async (tx) => {
    const present = await subscriptionStore.find(tx, name.topic, name.topic.name, name.id);
    if (!present) return;
    await removeSubscription(tx, present, effectId);
    if (!question) return;
    const { askedMs } = question;
    await subscriptionStore.addToken(tx, token, { topic: name.topic.name, subscription: name.id, restores: present });
    await tx.setTimer({ kind: expireTimer, key: token, dueMs: askedMs + limits.confirmationMs });
    await tx.setTimer({ kind: askTimer, key: token, dueMs: askedMs, payload: JSON.stringify(question) });
  });
  return {};
};
