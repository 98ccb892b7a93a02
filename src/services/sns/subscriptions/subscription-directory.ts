import type { SharedCache } from "../../../cluster/cluster.ts";
import type { ServiceHost } from "../../service.ts";
import { type SubscriptionDeliveryPolicy, toSubscriptionPolicy } from "../delivery-policies/delivery-policy.ts";
import { type Filter, toFilter } from "../filter-policies/filter-policy.ts";
import { limits } from "../limits.ts";
import { type Topic, type TopicName, topicArn, topicsKey, topicsKind } from "../topics/topic.ts";
import { deadLetterArnOf } from "./check-subscription-attributes.ts";
import { type Subscription, subscriptionArn } from "./subscription.ts";
import { subscriptionStore } from "./subscription-store.ts";

/** A subscription with what each message needs of it, made once. */
export interface KnownSubscription extends Subscription {
  readonly arn: string;
  readonly isRaw: boolean;
  readonly filter: Filter | undefined;
  readonly deadLetterArn: string | undefined;
  readonly delivery: SubscriptionDeliveryPolicy | undefined;
}

type Key = TopicName & Pick<Topic, "id">;

/** What is subscribed to a topic. */
export interface Subscribed {
  readonly byId: ReadonlyMap<string, KnownSubscription>;
  /** The greatest that one of them has. */
  readonly lastSeq: number;
}

/** The confirmed subscriptions of topics that are published to, compiled once, through a cache that each write of any server empties. */
export class SubscriptionDirectory {
  readonly #subscriptions: SharedCache<Key, Subscribed>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#subscriptions = caches.create<Key, Subscribed>({
      most: limits.cachedFanOuts,
      kind: topicsKind,
      tables: { sns_subscriptions: "topic" },
      textOf: ({ id }) => id,
      partitionOf: topicsKey,
      rowOf: ({ name }) => name,
      load: async ({ account, region, name, id }, former) => {
        const at = { account, region };
        const partition = storage.partition(topicsKey(at));
        const found = new Map<string, KnownSubscription>();
        for (let after: string | undefined = ""; after !== undefined; ) {
          const page = { topic: name, topicId: id, after, limit: rowsAtOnce };
          const rows: readonly Subscription[] = await partition.read((tx) => subscriptionStore.ofTopic(tx, at, page));
          for (const row of rows) if (!row.isPending) found.set(row.id, compiled(row, former?.byId.get(row.id)));
          after = rows.length === rowsAtOnce ? rows.at(-1)?.id : undefined;
        }
        let lastSeq = 0;
        for (const { seq } of found.values()) lastSeq = Math.max(lastSeq, seq);
        return { byId: found, lastSeq };
      },
    });
  }

  of({ account, region, name, id }: Key): Promise<Subscribed> {
    return this.#subscriptions.get({ account, region, name, id });
  }
}

const rowsAtOnce = 1_000;

/** What has not changed is not compiled again. */
function compiled(subscription: Subscription, former: KnownSubscription | undefined): KnownSubscription {
  const isSame = former && JSON.stringify(former.attributes) === JSON.stringify(subscription.attributes);
  return isSame ? { ...former, ...subscription } : toKnownSubscription(subscription);
}

export function toKnownSubscription(subscription: Subscription): KnownSubscription {
  const { attributes, topic, id } = subscription;
  const { FilterPolicy, FilterPolicyScope, DeliveryPolicy } = attributes;
  const scope = FilterPolicyScope === "MessageBody" ? "MessageBody" : "MessageAttributes";
  return {
    ...subscription,
    arn: subscriptionArn(topicArn(topic, topic.name), id),
    isRaw: attributes.RawMessageDelivery === "true",
    filter: FilterPolicy === undefined ? undefined : toFilter(FilterPolicy, scope),
    deadLetterArn: deadLetterArnOf(attributes),
    delivery: DeliveryPolicy === undefined ? undefined : toSubscriptionPolicy(DeliveryPolicy),
  };
}
