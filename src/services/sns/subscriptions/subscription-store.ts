import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Protocol, Subscription } from "./subscription.ts";

export const subscriptionMigrations: readonly Migration[] = [
  {
    name: "subscriptions",
    sql: `
      CREATE TABLE sns_subscriptions (
        partition BIGINT NOT NULL,
        topic TEXT NOT NULL,
        id TEXT NOT NULL,
        topic_id TEXT NOT NULL,
        seq BIGINT NOT NULL,
        protocol TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        owner TEXT NOT NULL,
        principal TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        pending BIGINT NOT NULL,
        authenticated BIGINT NOT NULL,
        authenticates_unsubscribe BIGINT NOT NULL,
        filtered BIGINT NOT NULL,
        attributes TEXT NOT NULL,
        PRIMARY KEY (partition, topic, id)
      );
      CREATE INDEX sns_subscriptions_by_endpoint ON sns_subscriptions (partition, topic, protocol, endpoint);
      CREATE INDEX sns_subscriptions_by_state ON sns_subscriptions (partition, topic, topic_id, pending);
      CREATE INDEX sns_subscriptions_of_owner ON sns_subscriptions (partition, owner, topic, id);
      CREATE TABLE sns_tokens (
        partition BIGINT NOT NULL,
        token TEXT NOT NULL,
        topic TEXT NOT NULL,
        subscription TEXT NOT NULL,
        restores TEXT,
        PRIMARY KEY (partition, token)
      );
      CREATE INDEX sns_tokens_by_subscription ON sns_tokens (partition, topic, subscription);
      CREATE TABLE sns_foreign_subscriptions (
        partition BIGINT NOT NULL,
        arn TEXT NOT NULL,
        PRIMARY KEY (partition, arn)
      );`,
  },
];

export interface SubscriptionCounts {
  readonly confirmed: number;
  readonly pending: number;
}

/** What a token confirms. */
export interface Confirmation {
  readonly topic: string;
  readonly subscription: string;
  /** A subscription that is not there any more, and comes back. */
  readonly restores: Subscription | undefined;
}

interface Row {
  topic: string;
  id: string;
  topic_id: string;
  seq: number;
  protocol: string;
  endpoint: string;
  owner: string;
  principal: string;
  created_ms: number;
  pending: number;
  authenticated: number;
  authenticates_unsubscribe: number;
  attributes: string;
}

/** A place in the list: after that subscription of that topic. */
export interface SubscriptionPosition {
  readonly topic: string;
  readonly id: string;
}

export const subscriptionStore = {
  async find(tx: ReadTransaction, at: Place, topic: string, id: string): Promise<Subscription | undefined> {
    const row = await tx.get(find, { topic, id });
    return row && toSubscription(at, row);
  },

  async findByEndpoint(
    tx: ReadTransaction,
    at: Place,
    key: { topic: string; topicId: string; protocol: Protocol; endpoint: string },
  ): Promise<Subscription | undefined> {
    const row = await tx.get(findByEndpoint, key);
    return row && toSubscription(at, row);
  },

  /** Of one topic, by their ids. */
  async ofTopic(
    tx: ReadTransaction,
    at: Place,
    { topic, topicId, after, limit }: { topic: string; topicId: string; after: string; limit: number },
  ): Promise<Subscription[]> {
    return (await tx.all(ofTopic, { topic, topicId, after, limit })).map((row) => toSubscription(at, row));
  },

  /** Of one account, by their topics' names and their ids. */
  async ofOwner(
    tx: ReadTransaction,
    at: Place,
    owner: string,
    { topic, id }: SubscriptionPosition,
    limit: number,
  ): Promise<Subscription[]> {
    return (await tx.all(ofOwner, { owner, topic, id, limit })).map((row) => toSubscription(at, row));
  },

  async counts(tx: ReadTransaction, topic: string, topicId: string): Promise<SubscriptionCounts> {
    const rows = await tx.all(counts, { topic, topicId });
    const of = (pending: number) => rows.find((row) => row.pending === pending)?.count ?? 0;
    return { confirmed: of(0), pending: of(1) };
  },

  /** How many of a topic have a filter policy. */
  async countFiltered(tx: ReadTransaction, topic: string, topicId: string): Promise<number> {
    return (await tx.get(countFiltered, { topic, topicId }))?.count ?? 0;
  },

  async put(tx: WriteTransaction, subscription: Subscription): Promise<void> {
    const { id, topic, topicId, seq, protocol, endpoint, owner, principal, createdMs, attributes } = subscription;
    await tx.run(put, {
      topic: topic.name,
      id,
      topicId,
      seq,
      protocol,
      endpoint,
      owner,
      principal,
      createdMs,
      pending: subscription.isPending ? 1 : 0,
      authenticated: subscription.wasAuthenticated ? 1 : 0,
      authenticatesUnsubscribe: subscription.authenticatesUnsubscribe ? 1 : 0,
      filtered: attributes.FilterPolicy === undefined ? 0 : 1,
      attributes: JSON.stringify(attributes),
    });
  },

  async remove(tx: WriteTransaction, topic: string, id: string): Promise<void> {
    await tx.run(remove, { topic, id });
  },

  /** Removes some of a topic's; gives how many. */
  removeSome(tx: WriteTransaction, topic: string, topicId: string, limit: number): Promise<number> {
    return tx.change(removeSome, { topic, topicId, limit });
  },

  async addToken(tx: WriteTransaction, token: string, { topic, subscription, restores }: Confirmation): Promise<void> {
    const json = restores ? JSON.stringify(restores) : null;
    await tx.run(addToken, { token, topic, subscription, restores: json });
  },

  async findToken(tx: ReadTransaction, token: string): Promise<Confirmation | undefined> {
    const row = await tx.get(findToken, { token });
    if (!row) return undefined;
    const { topic, subscription, restores } = row;
    return { topic, subscription, restores: restores === null ? undefined : JSON.parse(restores) };
  },

  /** The token of a subscription that waits for it. */
  async tokenOf(tx: ReadTransaction, topic: string, subscription: string): Promise<string | undefined> {
    return (await tx.get(tokenOf, { topic, subscription }))?.token;
  },

  async removeToken(tx: WriteTransaction, token: string): Promise<void> {
    await tx.run(removeToken, { token });
  },

  /** ARNs of an account's subscriptions to the topics of others. */
  async foreign(tx: ReadTransaction, after: string, limit: number): Promise<string[]> {
    return (await tx.all(foreign, { after, limit })).map(({ arn }) => arn);
  },

  async addForeign(tx: WriteTransaction, arn: string): Promise<void> {
    await tx.run(addForeign, { arn });
  },

  async removeForeign(tx: WriteTransaction, arn: string): Promise<void> {
    await tx.run(removeForeign, { arn });
  },
};

function toSubscription({ account, region }: Place, row: Row): Subscription {
  return {
    id: row.id,
    topic: { account, region, name: row.topic },
    topicId: row.topic_id,
    seq: row.seq,
    protocol: row.protocol as Protocol,
    endpoint: row.endpoint,
    owner: row.owner,
    principal: row.principal,
    createdMs: row.created_ms,
    isPending: row.pending === 1,
    wasAuthenticated: row.authenticated === 1,
    authenticatesUnsubscribe: row.authenticates_unsubscribe === 1,
    attributes: JSON.parse(row.attributes),
  };
}

const find = sql<{ topic: string; id: string }, Row>(
  "SELECT * FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND id = :id",
);
const findByEndpoint = sql<{ topic: string; topicId: string; protocol: string; endpoint: string }, Row>(
  `SELECT * FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND protocol = :protocol
     AND endpoint = :endpoint AND topic_id = :topicId LIMIT 1`,
);
const ofTopic = sql<{ topic: string; topicId: string; after: string; limit: number }, Row>(
  `SELECT * FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND id > :after
     AND topic_id = :topicId ORDER BY id LIMIT :limit`,
);
const ofOwner = sql<{ owner: string; topic: string; id: string; limit: number }, Row>(
  `SELECT * FROM sns_subscriptions WHERE partition = :partition AND owner = :owner
     AND (topic > :topic OR (topic = :topic AND id > :id)) ORDER BY topic, id LIMIT :limit`,
);
const counts = sql<{ topic: string; topicId: string }, { pending: number; count: number }>(
  `SELECT pending, COUNT(*) AS count FROM sns_subscriptions WHERE partition = :partition AND topic = :topic
     AND topic_id = :topicId GROUP BY pending`,
);
const countFiltered = sql<{ topic: string; topicId: string }, { count: number }>(
  `SELECT COUNT(*) AS count FROM sns_subscriptions WHERE partition = :partition AND topic = :topic
     AND topic_id = :topicId AND filtered = 1`,
);
const put = sql<{
  topic: string;
  id: string;
  topicId: string;
  seq: number;
  protocol: string;
  endpoint: string;
  owner: string;
  principal: string;
  createdMs: number;
  pending: number;
  authenticated: number;
  authenticatesUnsubscribe: number;
  filtered: number;
  attributes: string;
}>(
  `INSERT INTO sns_subscriptions (partition, topic, id, topic_id, seq, protocol, endpoint, owner, principal, created_ms,
     pending, authenticated, authenticates_unsubscribe, filtered, attributes)
   VALUES (:partition, :topic, :id, :topicId, :seq, :protocol, :endpoint, :owner, :principal, :createdMs,
     :pending, :authenticated, :authenticatesUnsubscribe, :filtered, :attributes)
   ON CONFLICT (partition, topic, id) DO UPDATE SET seq = excluded.seq, pending = excluded.pending, authenticated = excluded.authenticated,
     authenticates_unsubscribe = excluded.authenticates_unsubscribe, filtered = excluded.filtered,
     attributes = excluded.attributes`,
);
const remove = sql<{ topic: string; id: string }>(
  "DELETE FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND id = :id",
);
const removeSome = sql<{ topic: string; topicId: string; limit: number }>(
  `DELETE FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND id IN
   (SELECT id FROM sns_subscriptions WHERE partition = :partition AND topic = :topic AND topic_id = :topicId
    LIMIT :limit)`,
);
const addToken = sql<{ token: string; topic: string; subscription: string; restores: string | null }>(
  `INSERT INTO sns_tokens (partition, token, topic, subscription, restores)
   VALUES (:partition, :token, :topic, :subscription, :restores)`,
);
const findToken = sql<{ token: string }, { topic: string; subscription: string; restores: string | null }>(
  "SELECT topic, subscription, restores FROM sns_tokens WHERE partition = :partition AND token = :token",
);
const tokenOf = sql<{ topic: string; subscription: string }, { token: string }>(
  `SELECT token FROM sns_tokens WHERE partition = :partition AND topic = :topic AND subscription = :subscription
   LIMIT 1`,
);
const removeToken = sql<{ token: string }>("DELETE FROM sns_tokens WHERE partition = :partition AND token = :token");
const foreign = sql<{ after: string; limit: number }, { arn: string }>(
  "SELECT arn FROM sns_foreign_subscriptions WHERE partition = :partition AND arn > :after ORDER BY arn LIMIT :limit",
);
const addForeign = sql<{ arn: string }>(
  `INSERT INTO sns_foreign_subscriptions (partition, arn) VALUES (:partition, :arn)
   ON CONFLICT (partition, arn) DO NOTHING`,
);
const removeForeign = sql<{ arn: string }>(
  "DELETE FROM sns_foreign_subscriptions WHERE partition = :partition AND arn = :arn",
);
