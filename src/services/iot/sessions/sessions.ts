import type { SharedCache } from "../../../cluster/cluster.ts";
import { type Firing, TimerGoneError } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import { readTopicFilter } from "../messages/topic-filter.ts";
import { TopicTree } from "../messages/topic-tree.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { type Session, sessionKey, subscriptionsKey, subscriptionsKind } from "./session.ts";
import { type QueuedHead, type QueuedMessage, sessionStore } from "./session-store.ts";
import { bucketsOf, type KeptSubscription, type SubscriptionOptions, subscriptionStore } from "./subscription-store.ts";
import { type Will, willTimer } from "./will.ts";

/** The timer of a session: fires when it has been away for too long, and looks again if it has not. */
export const expireSessionTimer = "iot.expire-session";

export interface OpenedSession {
  readonly session: Session;
  readonly isPresent: boolean;
  readonly subscriptions: readonly KeptSubscription[];
  readonly leftWill: Will | undefined;
}

interface BucketKey extends Place {
  readonly bucket: string;
}

/**
 * Persistent sessions, which outlive their connections and this server. A message of QoS 1 for one is a row of its partition before it is acknowledged to who published it, and until
 * the session's client has acknowledged it. Whoever publishes finds the sessions in caches of the subscriptions, and wakes the server where the client is connected.
 */
export class Sessions {
  readonly #host: ServiceHost;
  readonly #buckets: SharedCache<BucketKey, TopicTree<KeptSubscription>>;

  constructor(host: ServiceHost) {
    this.#host = host;
    // Most topics have none: what is known of them is one tree.
    const none = new TopicTree<KeptSubscription>();
    this.#buckets = host.caches.create<BucketKey, TopicTree<KeptSubscription>>({
      most: mostBuckets,
      kind: subscriptionsKind,
      tables: { iot_subscriptions: "bucket" },
      textOf: ({ account, region, bucket }) => `${account} ${region} ${bucket}`,
      partitionOf: subscriptionsKey,
      rowOf: ({ bucket }) => bucket,
      load: async (key) => {
        const kept = await host.storage
          .partition(subscriptionsKey(key))
          .read((tx) => subscriptionStore.ofBucket(tx, key.bucket));
        return kept.length === 0 ? none : toTree(kept);
      },
    });
  }

  /**
   * A client has connected that wants its session kept: the one that it had goes on, unless a clean one is wanted or it has been away for too long. Gives whether it goes on,
   * what it is subscribed to, and the will that waited in one that has ended by that.
   */
  async open(
    at: Place,
    clientId: string,
    {
      expirySeconds,
      clean,
      connection,
    }: { readonly expirySeconds: number; readonly clean: boolean; readonly connection: string },
  ): Promise<OpenedSession> {
    const { storage, clock, nodes, random } = this.#host;
    const nowMs = clock.nowMs();
    const id = random.uuid();
    const partition = storage.partition(sessionKey(at, clientId));
    const former = await partition.read((tx) => sessionStore.find(tx));
    const isOver = former !== undefined && (clean || isExpired(former, nowMs));
    if (isOver) await this.#clear(at, clientId);
    const { session, isPresent } = await partition.write(async (tx) => {
      const existing = await sessionStore.find(tx);
      const opened: Session = {
        id: existing?.id ?? id,
        expirySeconds,
        node: nodes.self,
        epoch: nodes.epoch,
        connection,
        disconnectedMs: undefined,
      };
      await sessionStore.put(tx, opened);
      await tx.setTimer({ kind: expireSessionTimer, key: "", dueMs: nowMs + expirySeconds * 1000 });
      // Source: MQTT 5, 3.1.3.2.2: a client that is back in time leaves no will.
      if (existing?.will) await tx.cancelTimer(willTimer, "");
      return { session: opened, isPresent: existing !== undefined };
    });
    const subscriptions = await storage
      .partition(subscriptionsKey(at))
      .read((tx) => subscriptionStore.ofClient(tx, clientId));
    return { session, isPresent, subscriptions, leftWill: isOver ? former.will : undefined };
  }

  /** A client has gone, or wants nothing kept any more (`expirySeconds` 0); a will waits for its time. Another connection of the client may have the session by now: it keeps it. */
  async close(at: Place, clientId: string, session: Session, expirySeconds: number, will?: Will): Promise<void> {
    if (expirySeconds === 0) return this.#clear(at, clientId, session);
    const { storage, clock } = this.#host;
    const nowMs = clock.nowMs();
    await storage.partition(sessionKey(at, clientId)).write(async (tx) => {
      const existing = await sessionStore.find(tx);
      if (!existing || !isSame(existing, session)) return;
      await sessionStore.put(tx, { ...existing, expirySeconds, node: undefined, disconnectedMs: nowMs, will });
      await tx.setTimer({ kind: expireSessionTimer, key: "", dueMs: nowMs + expirySeconds * 1000 });
      if (!will) return;
      const delaySeconds = Math.min(will.delaySeconds, expirySeconds);
      await tx.setTimer({ kind: willTimer, key: "", dueMs: nowMs + delaySeconds * 1000 });
    });
  }

  /** A client that had one begins without. Gives the will that waited in it. */
  async forget(at: Place, clientId: string): Promise<Will | undefined> {
    const existing = await this.#host.storage.partition(sessionKey(at, clientId)).read((tx) => sessionStore.find(tx));
    if (existing) await this.#clear(at, clientId);
    return existing?.will;
  }

  find(at: Place, clientId: string): Promise<Session | undefined> {
    return this.#host.storage.partition(sessionKey(at, clientId)).read((tx) => sessionStore.find(tx));
  }

  async subscribe(at: Place, clientId: string, filter: string, options: SubscriptionOptions): Promise<void> {
    await this.#host.storage
      .partition(subscriptionsKey(at))
      .write((tx) => subscriptionStore.put(tx, { clientId, filter, options }));
  }

  async unsubscribe(at: Place, clientId: string, filter: string): Promise<void> {
    await this.#host.storage
      .partition(subscriptionsKey(at))
      .write((tx) => subscriptionStore.remove(tx, clientId, filter));
  }

  /**
   * Puts a message of QoS 1 down for every session that wants it. Undefined where none does. `taken` is called with each session's client once its row is there; `node` is where the
   * client is connected, if it is.
   */
  enqueue(
    message: DeviceMessage,
    taken: (clientId: string, node: string | undefined) => void,
  ): Promise<void> | undefined {
    const trees: TopicTree<KeptSubscription>[] = [];
    const missing: BucketKey[] = [];
    for (const bucket of bucketsOf(message.topic)) {
      const held = this.#buckets.peek(`${message.account} ${message.region} ${bucket}`);
      if (held) trees.push(held);
      else missing.push({ account: message.account, region: message.region, bucket });
    }
    if (missing.length > 0) return this.#enqueueAfter(message, taken, trees, missing);
    return this.#enqueueAll(message, taken, trees);
  }

  list(at: Place, clientId: string, after: number, limit: number): Promise<QueuedMessage[]> {
    return this.#host.storage.partition(sessionKey(at, clientId)).read((tx) => sessionStore.list(tx, after, limit));
  }

  async acknowledge(at: Place, clientId: string, sequences: readonly number[]): Promise<void> {
    await this.#host.storage.partition(sessionKey(at, clientId)).write(async (tx) => {
      for (const sequence of sequences) await sessionStore.remove(tx, sequence);
    });
  }

  /** The timer's: a session that is away for too long goes; one whose server has died counts as away from then on. */
  async expire(firing: Firing): Promise<void> {
    const { storage, clock, nodes } = this.#host;
    const { account, region, name } = firing.from;
    const nowMs = clock.nowMs();
    const live = new Set(nodes.live().map(({ id, epoch }) => `${id} ${epoch}`));
    const isOver = await storage.partition(firing.from).write(async (tx) => {
      const session = await sessionStore.find(tx);
      if (!session) {
        await firing.settle(tx);
        return false;
      }
      const isConnected = session.node !== undefined && live.has(`${session.node} ${session.epoch}`);
      const lost = session.node !== undefined && !isConnected;
      if (lost) await sessionStore.put(tx, { ...session, node: undefined, disconnectedMs: nowMs });
      const sinceMs = isConnected || lost ? nowMs : (session.disconnectedMs ?? nowMs);
      // A will that is due at the same time goes first.
      const dueMs = session.will ? nowMs + 1_000 : sinceMs + session.expirySeconds * 1000;
      if (dueMs > nowMs) await firing.settle(tx, { dueMs });
      return dueMs <= nowMs;
    });
    if (!isOver) return;
    await this.#removeSubscriptions({ account, region }, name);
    await storage
      .partition(firing.from)
      .write(async (tx) => {
        await firing.settle(tx);
        const session = await sessionStore.find(tx);
        if (session && isExpired(session, nowMs)) await sessionStore.clear(tx);
      })
      .catch((error) => {
        // Its client has come back meanwhile.
        if (!(error instanceof TimerGoneError)) throw error;
      });
  }

  async #enqueueAfter(
    message: DeviceMessage,
    taken: (clientId: string, node: string | undefined) => void,
    trees: TopicTree<KeptSubscription>[],
    missing: readonly BucketKey[],
  ): Promise<void> {
    for (const key of missing) trees.push(await this.#buckets.get(key));
    await this.#enqueueAll(message, taken, trees);
  }

  #enqueueAll(
    message: DeviceMessage,
    taken: (clientId: string, node: string | undefined) => void,
    trees: readonly TopicTree<KeptSubscription>[],
  ): Promise<void> | undefined {
    const found: KeptSubscription[] = [];
    for (const tree of trees) tree.match(message.topic, found);
    const clients = new Set<string>();
    for (const { clientId, options } of found) {
      if (message.onlyFor !== undefined && clientId !== message.onlyFor) continue;
      if (options.qos === 1 && !(options.noLocal && clientId === message.source.clientId)) clients.add(clientId);
    }
    if (clients.size === 0) return undefined;
    const head = JSON.stringify(toHead(message));
    const writes = [...clients].map(async (clientId) => {
      const node = await this.#put(message, clientId, head);
      if (node !== undefined) taken(clientId, node.id);
    });
    return Promise.all(writes).then(() => {});
  }

  /** Undefined where the session is not there any more, or has no room. */
  async #put(
    message: DeviceMessage,
    clientId: string,
    head: string,
  ): Promise<{ readonly id: string | undefined } | undefined> {
    const nowMs = this.#host.clock.nowMs();
    return this.#host.storage.partition(sessionKey(message, clientId)).write(async (tx) => {
      const session = await sessionStore.find(tx);
      if (!session || isExpired(session, nowMs)) return undefined;
      const first = await sessionStore.firstSequence(tx);
      const sequence = await tx.nextSequence();
      if (first !== undefined && sequence - first >= mqttLimits.queuedMessages) return undefined;
      await sessionStore.enqueue(tx, sequence, head, message.payload);
      return { id: session.node };
    });
  }

  /** Subscriptions first: one without a session is found and does nothing, a session without its subscriptions would be another. */
  async #clear(at: Place, clientId: string, session?: Session): Promise<void> {
    const partition = this.#host.storage.partition(sessionKey(at, clientId));
    if (session) {
      const existing = await partition.read((tx) => sessionStore.find(tx));
      if (!existing || !isSame(existing, session)) return;
    }
    await this.#removeSubscriptions(at, clientId);
    await partition.write(async (tx) => {
      await sessionStore.clear(tx);
      await tx.cancelTimer(expireSessionTimer, "");
      await tx.cancelTimer(willTimer, "");
    });
  }

  async #removeSubscriptions(at: Place, clientId: string): Promise<void> {
    await this.#host.storage.partition(subscriptionsKey(at)).write(async (tx) => {
      for (const { filter } of await subscriptionStore.ofClient(tx, clientId))
        await subscriptionStore.remove(tx, clientId, filter);
    });
  }
}

const mostBuckets = 50_000;

function isExpired({ disconnectedMs, expirySeconds }: Session, nowMs: number): boolean {
  return disconnectedMs !== undefined && nowMs >= disconnectedMs + expirySeconds * 1000;
}

function isSame(one: Session, other: Session): boolean {
  return one.id === other.id && one.connection === other.connection;
}

/** Shared subscriptions bring a message to one of those that are connected: nothing waits for them. */
function toTree(kept: readonly KeptSubscription[]): TopicTree<KeptSubscription> {
  const tree = new TopicTree<KeptSubscription>();
  for (const subscription of kept) {
    const read = readTopicFilter(subscription.filter);
    if (read && read.group === undefined) tree.add(read.filter, subscription);
  }
  return tree;
}

function toHead({ topic, publishedMs, properties }: DeviceMessage): QueuedHead {
  const { contentType, responseTopic, correlationData, isUtf8, messageExpirySeconds, userProperties } =
    properties ?? {};
  return {
    topic,
    retain: false,
    publishedMs,
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData).toString("base64") }),
    ...(isUtf8 !== undefined && { isUtf8 }),
    ...(messageExpirySeconds !== undefined && { messageExpirySeconds }),
    ...(userProperties !== undefined && { userProperties }),
  };
}
