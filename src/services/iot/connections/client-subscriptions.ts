import type { Subscriber } from "../messages/subscribers.ts";
import { readTopicFilter } from "../messages/topic-filter.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket, type ISubscribePacket, type IUnsubscribePacket } from "../mqtt/packets.ts";
import { type Reason, reasons, subackCode } from "../mqtt/reason-codes.ts";
import type { SubscriptionOptions } from "../sessions/subscription-store.ts";
import { subscriptionEvent } from "./presence.ts";
import type { SessionParts } from "./session-parts.ts";

interface OpenSubscription {
  readonly text: string;
  readonly filter: string;
  readonly group: string | undefined;
  readonly subscriber: Subscriber;
}

/** What a client is subscribed to. */
export class ClientSubscriptions {
  readonly #parts: SessionParts;
  readonly #subscriptions = new Map<string, OpenSubscription>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** The client goes. */
  close(): void {
    const { connections, at } = this.#parts;
    for (const { filter, group, subscriber } of this.#subscriptions.values())
      connections.broker.unsubscribe(at, filter, group, subscriber);
    this.#subscriptions.clear();
  }

  /** A packet that subscribes. */
  async subscribe(packet: ISubscribePacket): Promise<void> {
    const { transport, connections, host } = this.#parts;
    if (packet.properties?.subscriptionIdentifier !== undefined)
      return this.#parts.end(reasons.subscriptionIdentifiersNotSupported, "CLIENT_ERROR");
    if (packet.subscriptions.length > mqttLimits.subscriptionsPerRequest)
      return this.#parts.end(reasons.quotaExceeded, "CLIENT_ERROR");
    const granted: Reason[] = [];
    const retained: (() => Promise<void>)[] = [];
    for (const { topic, qos, nl = false, rap = false, rh = 0 } of packet.subscriptions) {
      const isNew = !this.#subscriptions.has(topic);
      const options = { qos: qos === 0 ? 0 : 1, noLocal: nl, retainAsPublished: rap } as const;
      const reason = await this.#subscribeTo(topic, options);
      granted.push(reason);
      const open = this.#subscriptions.get(topic);
      // Source: MQTT 5, 3.8.3.1: 1 wants what is retained only for a subscription that is new, 2 never. A shared one is brought none.
      if (reason < 0x80 && open && open.group === undefined && (rh === 0 || (rh === 1 && isNew)))
        retained.push(() => this.#bringRetained(open));
    }
    const codes = granted.map((reason) => subackCode(reason, this.#parts.version));
    transport.write(
      encodePacket({ cmd: "suback", messageId: packet.messageId ?? 0, granted: codes }, this.#parts.version),
    );
    const topics = packet.subscriptions.flatMap(({ topic }, at) => ((granted[at] ?? 0x80) < 0x80 ? [topic] : []));
    const { at } = this.#parts;
    for (const [index, reason] of granted.entries()) {
      const why =
        reason < 0x80 ? undefined : reason === reasons.notAuthorized ? "AUTHORIZATION_FAILURE" : "CLIENT_ERROR";
      this.#parts.log("Subscribe", why, { topicName: packet.subscriptions[index]?.topic });
      connections.metrics.count(at, "MQTT", reason < 0x80 ? "Subscribe.Success" : refusedBy(reason));
    }
    if (topics.length > 0)
      this.#parts.tell(
        connections.broker.send(subscriptionEvent(this.#parts.facts, "subscribed", topics, host.clock.nowMs())),
      );
    for (const bring of retained) await bring();
  }

  async #subscribeTo(text: string, options: SubscriptionOptions): Promise<Reason> {
    const read = readTopicFilter(text);
    if (!read) return reasons.topicFilterInvalid;
    if (!this.#subscriptions.has(text) && this.#subscriptions.size >= mqttLimits.subscriptionsPerConnection)
      return reasons.quotaExceeded;
    if (!(await this.#parts.permissions.may("iot:Subscribe", `${this.#parts.arn}topicfilter/${read.filter}`)))
      return reasons.notAuthorized;
    if (this.#parts.isKept())
      await this.#parts.connections.sessions.subscribe(this.#parts.at, this.#parts.clientId, text, options);
    await this.add(text, options);
    return options.qos;
  }

  /** One that the client has asked for, or has kept. */
  async add(text: string, { qos, noLocal = false, retainAsPublished = false }: SubscriptionOptions): Promise<void> {
    const read = readTopicFilter(text);
    if (!read || !this.#parts.isOpen()) return;
    const { broker } = this.#parts.connections;
    const former = this.#subscriptions.get(text);
    const isKept = this.#parts.isKept();
    const subscriber: Subscriber = { client: this.#parts.client, qos, noLocal, retainAsPublished, isKept };
    this.#subscriptions.set(text, { text, ...read, subscriber });
    // The new one first, so that nothing passes between them.
    const subscribed = broker.subscribe(this.#parts.at, read.filter, read.group, subscriber);
    if (former) broker.unsubscribe(this.#parts.at, former.filter, former.group, former.subscriber);
    await subscribed;
  }

  async #bringRetained({ filter, subscriber }: OpenSubscription): Promise<void> {
    for await (const message of this.#parts.connections.retained.matching(this.#parts.at, filter)) {
      if (!this.#parts.isOpen()) return;
      if (!(await this.#parts.permissions.may("iot:Receive", `${this.#parts.arn}topic/${message.topic}`))) continue;
      this.#parts.outgoing.send(message, Math.min(message.qos, subscriber.qos) as 0 | 1, true);
    }
  }

  async unsubscribe(packet: IUnsubscribePacket): Promise<void> {
    const { connections, transport, host } = this.#parts;
    const granted: Reason[] = [];
    for (const text of packet.unsubscriptions) {
      const open = this.#subscriptions.get(text);
      granted.push(open ? reasons.success : reasons.noSubscriptionExisted);
      connections.metrics.count(this.#parts.at, "MQTT", "Unsubscribe.Success");
      this.#parts.log("Unsubscribe", undefined, { topicName: text });
      if (!open) continue;
      this.#subscriptions.delete(text);
      connections.broker.unsubscribe(this.#parts.at, open.filter, open.group, open.subscriber);
      if (this.#parts.isKept()) await connections.sessions.unsubscribe(this.#parts.at, this.#parts.clientId, text);
    }
    transport.write(encodePacket({ cmd: "unsuback", messageId: packet.messageId ?? 0, granted }, this.#parts.version));
    this.#parts.tell(
      connections.broker.send(
        subscriptionEvent(this.#parts.facts, "unsubscribed", packet.unsubscriptions, host.clock.nowMs()),
      ),
    );
  }
}

function refusedBy(reason: Reason): "Subscribe.AuthError" | "Subscribe.ClientError" {
  return reason === reasons.notAuthorized ? "Subscribe.AuthError" : "Subscribe.ClientError";
}
