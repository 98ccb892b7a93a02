import type { Place, ServiceHost } from "../../service.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { type DeviceMessage, placeText } from "./device-message.ts";
import type { NodeMessages } from "./node-messages.ts";
import type { RetainedMessages } from "./retained-messages.ts";
import { type Subscriber, Subscribers } from "./subscribers.ts";

/**
 * Takes what is to be done with a message beside bringing it to subscribers: rules, shadows, jobs. It is called once for each message, on the server where it was published, and tells by
 * its promise when it has what QoS 1 promises (stored, or handed to who stores it): only then is the message acknowledged. Undefined where it is no business of its own, so that
 * what nobody wants costs no promise. It must look at the topic first, and cheaply. What it rejects with fails the publish: the device is not acknowledged and tries again.
 */
export type MessageTaker = (message: DeviceMessage) => Promise<void> | undefined;

export interface BrokerParts {
  readonly host: ServiceHost;
  readonly sessions: Sessions;
  readonly retained: RetainedMessages;
  readonly nodes: NodeMessages;
  /** There is something for a persistent session whose client (place and id) is connected here. */
  readonly wakeSession: (client: string) => void;
}

/** Where all messages pass. Who may publish has been asked before: by the connection, or by the operation `Publish`. */
export class MessageBroker {
  readonly #parts: BrokerParts;
  readonly #takers = new Set<MessageTaker>();
  /** By account and region: those who are connected here. */
  readonly #places = new Map<string, Subscribers>();

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    parts.nodes.listen({
      deliver: (message, mayTake) => this.#subscribers(message)?.deliver(message, mayTake),
      interests: () =>
        Object.fromEntries([...this.#places].map(([place, subscribers]) => [place, [...subscribers.groups]])),
    });
  }

  /** Brings it to everyone. Fulfilled when it may be acknowledged. */
  async publish(message: DeviceMessage): Promise<void> {
    await this.send(message);
  }

  /** The same, and undefined where nothing needs to be waited for. */
  send(message: DeviceMessage): Promise<void> | undefined {
    const { nodes, retained, sessions } = this.#parts;
    const waiting: Promise<void>[] = [];
    for (const take of this.#takers) {
      const taken = take(message);
      if (taken) waiting.push(taken);
    }
    // Basic ingest: rules have it, and nobody else.
    if (!message.topic.startsWith("$aws/rules/")) {
      if (message.retain) waiting.push(retained.keep(message));
      // Its client is connected here.
      const mayTake = message.onlyFor === undefined ? nodes.forward(message) : undefined;
      this.#subscribers(message)?.deliver(message, mayTake);
      if (message.qos === 1) {
        const stored = sessions.enqueue(message, (clientId, node) => this.#wake(message, clientId, node));
        if (stored) waiting.push(stored);
      }
    }
    return waiting.length > 0 ? Promise.all(waiting).then(nothing) : undefined;
  }

  /** Called for every message. Gives the way to end it. */
  onMessage(take: MessageTaker): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }

  /** A client of this server is subscribed; fulfilled when every server knows it. */
  async subscribe(at: Place, filter: string, group: string | undefined, subscriber: Subscriber): Promise<void> {
    const text = placeText(at);
    let subscribers = this.#places.get(text);
    if (!subscribers) {
      subscribers = new Subscribers();
      this.#places.set(text, subscribers);
    }
    subscribers.add(filter, group, subscriber);
    await this.#parts.nodes.interested(text, group === undefined ? undefined : `${group}/${filter}`);
  }

  unsubscribe(at: Place, filter: string, group: string | undefined, subscriber: Subscriber): void {
    const text = placeText(at);
    const subscribers = this.#places.get(text);
    const isGone = subscribers?.remove(filter, group, subscriber) ?? false;
    if (isGone) this.#parts.nodes.uninterested(text, `${group}/${filter}`);
    if (subscribers?.isEmpty) this.#places.delete(text);
  }

  #subscribers({ account, region }: Place): Subscribers | undefined {
    return this.#places.size === 0 ? undefined : this.#places.get(`${account} ${region}`);
  }

  #wake({ account, region }: Place, clientId: string, node: string | undefined): void {
    const { host, wakeSession } = this.#parts;
    const client = `${account} ${region} ${clientId}`;
    if (node === host.nodes.self) wakeSession(client);
    else if (node !== undefined) host.wakes.wake(sessionWake, client, node);
  }
}

/** Woken: a session's client, on the server where it is connected. */
export const sessionWake = "iot.session";

function nothing(): void {}
