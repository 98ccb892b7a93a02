import { parseArn } from "../../../platform/arn.ts";
import { invalid, invalidParameter } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";
import { type Subscription, subscriptionArn } from "../subscriptions/subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { regionOfToken } from "../subscriptions/token.ts";
import { topicArn, topicsKey } from "../topics/topic.ts";
import { topicStore } from "../topics/topic-store.ts";

/** Whoever has the token confirms, signed or not; again and again, as long as it is valid. The topic's name does not matter, only where it is. */
export const confirmSubscription: SnsOperation<"ConfirmSubscription"> = async (input, { host, principal }) => {
  const { TopicArn = "", Token: token = "", AuthenticateOnUnsubscribe: authenticates } = input;
  const arn = parseArn(TopicArn);
  if (arn?.service !== "sns") throw invalidParameter("Topic");
  if (!/^[0-9a-f]+$/i.test(token)) throw invalid("Invalid token");
  const region = regionOfToken(token);
  if (region === undefined) throw invalidParameter("Token");
  if (region !== arn.region) throw invalidParameter("Topic");
  const isSigned = principal.kind !== "anonymous";
  // Nobody but who signs may ask for signatures.
  const authenticatesUnsubscribe = isSigned && authenticates?.toLowerCase() === "true";
  const at = { account: arn.account, region };
  const confirmed = await host.storage.partition(topicsKey(at)).write(async (tx) => {
    const found = await subscriptionStore.findToken(tx, token);
    if (!found) throw invalidParameter("Token");
    const present = await subscriptionStore.find(tx, at, found.topic, found.subscription);
    if (present && !present.isPending) return present;
    const subscription = present ?? found.restores;
    // The topic it was of, and no other of the name.
    const topic = subscription && (await topicStore.find(tx, at, found.topic));
    if (!subscription || topic?.id !== subscription.topicId) throw invalidParameter("Token");
    const changed: Subscription = {
      ...subscription,
      isPending: false,
      wasAuthenticated: isSigned,
      authenticatesUnsubscribe,
      // What was published before is not for it.
      seq: await tx.nextSequence(),
    };
    await subscriptionStore.put(tx, changed);
    return changed;
  });
  return { SubscriptionArn: subscriptionArn(topicArn(at, confirmed.topic.name), confirmed.id) };
};
