import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { linesKey } from "../deliveries/line.ts";
import type { SnsState } from "../state.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { publishingKey, type Topic, topicsKey } from "./topic.ts";

const removedAtOnce = 500;

export function toForgetTopic(effectId: string, { account, region, name, id }: Topic): Effect {
  return { topic: "sns.forget-topic", id: effectId, payload: JSON.stringify({ account, region, name, id }) };
}

/** Removes what a topic leaves behind that has gone: its subscriptions, some at a time, and what it has not delivered. */
export const forgetTopic: EffectReceiver<SnsState> = async ({ payload }, _from, { host: { storage } }) => {
  const topic = JSON.parse(payload) as Topic;
  const partition = storage.partition(topicsKey(topic));
  while (
    (await partition.write((tx) => subscriptionStore.removeSome(tx, topic.name, topic.id, removedAtOnce))) ===
    removedAtOnce
  );
  await storage.partition(publishingKey(topic)).drop();
  await storage.partition(linesKey(topic)).drop();
  return delivered;
};
