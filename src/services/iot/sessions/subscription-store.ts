import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** A persistent session's subscription. */
export interface KeptSubscription {
  readonly clientId: string;
  /** As the client has said it, with `$share/…`. */
  readonly filter: string;
  readonly options: SubscriptionOptions;
}

export interface SubscriptionOptions {
  readonly qos: 0 | 1;
  /** Not to who has published it. */
  readonly noLocal?: boolean;
  /** The retain flag goes on as it was published. */
  readonly retainAsPublished?: boolean;
}

interface Row {
  client_id: string;
  filter: string;
  options: string;
}

export const subscriptionStore = {
  async put(tx: WriteTransaction, { clientId, filter, options }: KeptSubscription): Promise<void> {
    await tx.run(put, { bucket: bucketOf(filter), filter, clientId, options: JSON.stringify(options) });
  },

  async remove(tx: WriteTransaction, clientId: string, filter: string): Promise<void> {
    await tx.run(remove, { bucket: bucketOf(filter), filter, clientId });
  },

  async ofBucket(tx: ReadTransaction, bucket: string): Promise<KeptSubscription[]> {
    return (await tx.all(ofBucket, { bucket })).map(toSubscription);
  },

  async ofClient(tx: ReadTransaction, clientId: string): Promise<KeptSubscription[]> {
    return (await tx.all(ofClient, { clientId })).map(toSubscription);
  },
};

function toSubscription({ client_id, filter, options }: Row): KeptSubscription {
  return { clientId: client_id, filter, options: JSON.parse(options) };
}

const levelsOfBucket = 3;

/**
 * Subscriptions are looked up by the first levels of their filters, three at most, as far as these have no wildcard: a message's topic leads to four buckets, however many
 * subscriptions there are to other topics.
 */
export function bucketOf(filter: string): string {
  const levels = (/^\$share\/[^/]+\/(.*)$/s.exec(filter)?.[1] ?? filter).split("/");
  const wildcard = levels.findIndex((level) => level === "+" || level === "#");
  const literal = wildcard < 0 ? levels.length : wildcard;
  return levels.slice(0, Math.min(literal, levelsOfBucket)).join("/");
}

/** Where the filters are that may take a topic. */
export function bucketsOf(topic: string): readonly string[] {
  const levels = topic.split("/");
  const buckets = [""];
  for (let count = 1; count <= Math.min(levels.length, levelsOfBucket); count++)
    buckets.push(levels.slice(0, count).join("/"));
  return buckets;
}

const put = sql<{ bucket: string; filter: string; clientId: string; options: string }>(
  `INSERT INTO iot_subscriptions (partition, bucket, filter, client_id, options)
   VALUES (:partition, :bucket, :filter, :clientId, :options)
   ON CONFLICT (partition, bucket, filter, client_id) DO UPDATE SET options = excluded.options`,
);
const remove = sql<{ bucket: string; filter: string; clientId: string }>(
  `DELETE FROM iot_subscriptions
   WHERE partition = :partition AND bucket = :bucket AND filter = :filter AND client_id = :clientId`,
);
const ofBucket = sql<{ bucket: string }, Row>(
  "SELECT client_id, filter, options FROM iot_subscriptions WHERE partition = :partition AND bucket = :bucket",
);
const ofClient = sql<{ clientId: string }, Row>(
  "SELECT client_id, filter, options FROM iot_subscriptions WHERE partition = :partition AND client_id = :clientId ORDER BY filter",
);
