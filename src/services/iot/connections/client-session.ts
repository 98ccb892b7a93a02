import { partitionOf } from "../../../platform/arn.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { slashesOf } from "../messages/check-topic.ts";
import type { DeviceMessage, MessageProperties } from "../messages/device-message.ts";
import type { SubscribedClient, Subscriber } from "../messages/subscribers.ts";
import { readTopicFilter } from "../messages/topic-filter.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import {
  encodePacket,
  type IConnackPacket,
  type IConnectPacket,
  type IPublishPacket,
  type ISubscribePacket,
  type IUnsubscribePacket,
  type MqttVersion,
  type Packet,
} from "../mqtt/packets.ts";
import { type Reason, reasons, subackCode } from "../mqtt/reason-codes.ts";
import type { DevicePermissions } from "../policies/device-permissions.ts";
import type { Session } from "../sessions/session.ts";
import type { QueuedMessage } from "../sessions/session-store.ts";
import type { SubscriptionOptions } from "../sessions/subscription-store.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { Connections } from "./connections.ts";
import { Outgoing } from "./outgoing.ts";
import {
  connectedEvent,
  type DisconnectReason,
  disconnectedEvent,
  type PresenceFacts,
  subscriptionEvent,
} from "./presence.ts";
import { mayBePublished } from "./reserved-topics.ts";
import type { Transport } from "./transport.ts";

export interface ClientSessionParts {
  readonly host: ServiceHost;
  readonly connections: Connections;
  readonly transport: Transport;
  readonly identity: ClientIdentity;
  readonly sourceIp: string;
  readonly packet: IConnectPacket;
  readonly clientId: string;
  readonly end: (reason: Reason, why: DisconnectReason) => void;
}

interface OpenSubscription {
  readonly text: string;
  readonly filter: string;
  readonly group: string | undefined;
  readonly subscriber: Subscriber;
}

interface Acknowledgement {
  readonly messageId: number;
  reason: Reason | undefined;
}

/** A connected client: what it may, what it is subscribed to, what it publishes and what it is brought. */
export class ClientSession implements SubscribedClient {
  readonly clientId: string;
  readonly at: Place;
  readonly connectedMs: number;
  readonly #parts: ClientSessionParts;
  readonly #version: MqttVersion;
  readonly #permissions: DevicePermissions;
  readonly #outgoing: Outgoing;
  readonly #arn: string;
  readonly #facts: PresenceFacts;
  readonly #subscriptions = new Map<string, OpenSubscription>();
  /** What a client calls topics by a number. */
  readonly #aliases = new Map<number, string>();
  /** In the order in which they came, as they are acknowledged. */
  readonly #acknowledgements: Acknowledgement[] = [];
  #onRoom: (() => void) | undefined;
  #kept: Session | undefined;
  #expirySeconds: number;
  #hasWill: boolean;
  #isOpen = false;
  #opening: Promise<unknown> | undefined;
  #thingName: string | undefined;
  /** Of what is kept: the last one that was sent, and those that have been acknowledged and are still there. */
  #sentSequence = 0;
  #isPumping = false;
  #pumpAgain = false;
  #acknowledged: number[] = [];
  #isRemoving = false;

  constructor(parts: ClientSessionParts) {
    const { packet, host, identity, clientId, transport, sourceIp } = parts;
    this.#parts = parts;
    this.clientId = clientId;
    this.at = identity.at;
    this.connectedMs = host.clock.nowMs();
    this.#version = (packet.protocolVersion ?? 4) as MqttVersion;
    this.#permissions = identity.permissions(clientId);
    this.#arn = `arn:${partitionOf(this.at.region)}:iot:${this.at.region}:${this.at.account}:`;
    this.#expirySeconds = expiryOf(packet);
    this.#hasWill = packet.will !== undefined;
    this.#outgoing = new Outgoing({
      transport,
      version: this.#version,
      receiveMaximum: packet.properties?.receiveMaximum ?? 65_535,
      mostPacketBytes: packet.properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY,
      clock: host.clock,
    });
    this.#facts = {
      at: this.at,
      clientId,
      principal: identity.principal,
      sourceIp,
      sessionIdentifier: host.random.uuid(),
      versionNumber: this.connectedMs,
    };
  }

  async mayConnect(): Promise<boolean> {
    const { identity } = this.#parts;
    if (!(await this.#permissions.may("iot:Connect", `${this.#arn}client/${this.clientId}`))) return false;
    this.#thingName = await identity.thingName?.(this.#permissions);
    return true;
  }

  /** Takes up what was kept of the client, or makes it forgotten. */
  open(): Promise<{ readonly isPresent: boolean; readonly keepAliveSeconds: number }> {
    const opened = this.#open();
    this.#opening = opened;
    return opened;
  }

  async #open(): Promise<{ readonly isPresent: boolean; readonly keepAliveSeconds: number }> {
    const { packet, connections } = this.#parts;
    this.#isOpen = true;
    const keepAliveSeconds = keepAliveOf(packet.keepalive ?? 0);
    if (this.#expirySeconds === 0) {
      await connections.sessions.forget(this.at, this.clientId);
      return { isPresent: false, keepAliveSeconds };
    }
    const { session, isPresent, subscriptions } = await connections.sessions.open(this.at, this.clientId, {
      expirySeconds: this.#expirySeconds,
      clean: packet.clean ?? false,
      connection: this.#facts.sessionIdentifier,
    });
    this.#kept = session;
    for (const { filter, options } of subscriptions) await this.#add(filter, options);
    return { isPresent, keepAliveSeconds };
  }

  connack(isPresent: boolean, assigned: string | undefined): IConnackPacket {
    if (this.#version !== 5) return { cmd: "connack", sessionPresent: isPresent, returnCode: 0 };
    const { packet } = this.#parts;
    const keepAlive = keepAliveOf(packet.keepalive ?? 0);
    return {
      cmd: "connack",
      sessionPresent: isPresent,
      reasonCode: 0,
      properties: {
        sessionExpiryInterval: this.#expirySeconds,
        receiveMaximum: mqttLimits.unacknowledged,
        maximumQoS: 1,
        retainAvailable: true,
        maximumPacketSize: mqttLimits.packetBytes,
        topicAliasMaximum: mqttLimits.topicAliases,
        wildcardSubscriptionAvailable: true,
        subscriptionIdentifiersAvailable: false,
        sharedSubscriptionAvailable: true,
        ...(keepAlive !== packet.keepalive && { serverKeepAlive: keepAlive }),
        ...(assigned !== undefined && { assignedClientIdentifier: assigned }),
      },
    };
  }

  /** Its CONNACK is on the way. */
  begin(): void {
    const { connections, host } = this.#parts;
    this.#tell(connections.broker.send(connectedEvent(this.#facts, host.clock.nowMs())));
    if (this.#kept) this.pump();
  }

  handle(packet: Packet): Promise<void> | undefined {
    switch (packet.cmd) {
      case "publish":
        return this.#publish(packet);
      case "puback":
        return this.#acknowledge(packet.messageId ?? 0);
      case "subscribe":
        return this.#subscribe(packet);
      case "unsubscribe":
        return this.#unsubscribe(packet);
      default:
        return void this.#parts.end(reasons.protocolError, "CLIENT_ERROR");
    }
  }

  deliver(message: DeviceMessage, subscriber: Subscriber): void {
    if (!this.#isOpen) return;
    const may = this.#permissions.may("iot:Receive", `${this.#arn}topic/${message.topic}`);
    if (may === true) this.#send(message, subscriber);
    else if (may !== false)
      void may.then(
        (allowed) => allowed && this.#isOpen && this.#send(message, subscriber),
        () => {},
      );
  }

  /** Brings what waits for a client that reads again. */
  flush(): void {
    this.#outgoing.flush();
  }

  /** Brings what is kept for it, as far as it takes it now. */
  pump(): void {
    if (this.#isPumping) this.#pumpAgain = true;
    else void this.#pump();
  }

  /** The client says that it goes. */
  leave({ keepsWill, sessionExpirySeconds }: { keepsWill: boolean; sessionExpirySeconds: number | undefined }): void {
    if (!keepsWill) this.#hasWill = false;
    // Source: MQTT 5, 3.14.2.2.2: what was not to be kept is not kept afterwards.
    if (sessionExpirySeconds !== undefined && this.#expirySeconds > 0)
      this.#expirySeconds = Math.min(sessionExpirySeconds, mqttLimits.mostSessionExpirySeconds);
  }

  async close(why: DisconnectReason): Promise<void> {
    // What is half taken up would be written after it has been left, and count as connected for ever.
    await this.#opening?.catch(() => {});
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { connections, host } = this.#parts;
    for (const { filter, group, subscriber } of this.#subscriptions.values())
      connections.broker.unsubscribe(this.at, filter, group, subscriber);
    this.#subscriptions.clear();
    if (this.#kept) await connections.sessions.close(this.at, this.clientId, this.#kept, this.#expirySeconds);
    this.#tell(connections.broker.send(disconnectedEvent(this.#facts, why, host.clock.nowMs())));
    if (this.#hasWill) await this.#publishWill();
  }

  #publish(packet: IPublishPacket): Promise<void> | undefined {
    if (packet.qos === 2) return void this.#parts.end(reasons.qosNotSupported, "CLIENT_ERROR");
    const topic = this.#topicOf(packet);
    if (typeof topic === "number") return void this.#parts.end(topic, "CLIENT_ERROR");
    const wrong = checkPublish(topic, packet);
    if (wrong !== undefined) return void this.#parts.end(wrong, "CLIENT_ERROR");
    if (packet.qos === 1 && this.#acknowledgements.length >= mqttLimits.unacknowledged)
      return this.#room().then(() => this.#publishTo(topic, packet));
    return this.#publishTo(topic, packet);
  }

  #publishTo(topic: string, packet: IPublishPacket): Promise<void> | undefined {
    const may = this.#mayPublish(topic, packet.retain);
    if (may === true) return void this.#pass(topic, packet);
    if (may === false) return void this.#refusePublish(packet);
    return may.then((allowed) => (allowed ? this.#pass(topic, packet) : this.#refusePublish(packet)));
  }

  #mayPublish(topic: string, retain: boolean): boolean | Promise<boolean> {
    const resource = `${this.#arn}topic/${topic}`;
    const may = this.#permissions.may("iot:Publish", resource);
    if (!retain || may === false) return may;
    const retains = this.#permissions.may("iot:RetainPublish", resource);
    if (may === true && typeof retains === "boolean") return retains;
    return Promise.all([may, retains]).then(([one, other]) => one && other);
  }

  /** Source: "Reason codes": MQTT 5 tells of a message of QoS 1; otherwise the connection ends. */
  #refusePublish({ qos, messageId = 0 }: IPublishPacket): void {
    if (this.#version !== 5 || qos === 0) {
      this.#parts.end(reasons.notAuthorized, "FORBIDDEN_ACCESS");
      return;
    }
    this.#acknowledgements.push({ messageId, reason: reasons.notAuthorized });
    this.#sendAcknowledgements();
  }

  #pass(topic: string, packet: IPublishPacket): void {
    const { connections } = this.#parts;
    const sent = connections.broker.send(this.#toMessage(topic, packet));
    if (packet.qos === 0) {
      this.#tell(sent);
      return;
    }
    const acknowledgement: Acknowledgement = { messageId: packet.messageId ?? 0, reason: undefined };
    this.#acknowledgements.push(acknowledgement);
    const settle = (reason: Reason) => {
      acknowledgement.reason = reason;
      this.#sendAcknowledgements();
    };
    if (!sent) settle(reasons.success);
    sent?.then(
      () => settle(reasons.success),
      (error: unknown) => {
        this.#parts.host.log.warn("a device's message could not be taken", { topic, error: String(error) });
        // MQTT 3.1.1 has no word for it: the client tries again when it has connected anew.
        if (this.#version === 5) settle(reasons.unspecifiedError);
        else this.#parts.end(reasons.unspecifiedError, "SERVER_ERROR");
      },
    );
  }

  #toMessage(topic: string, { payload, qos, retain, properties }: IPublishPacket): DeviceMessage {
    const { identity, sourceIp, host } = this.#parts;
    return {
      account: this.at.account,
      region: this.at.region,
      topic,
      payload: payload as Buffer,
      qos: qos === 1 ? 1 : 0,
      retain,
      publishedMs: host.clock.nowMs(),
      properties: properties && toMessageProperties(properties),
      source: {
        clientId: this.clientId,
        principal: identity.principal,
        sourceIp,
        ...(this.#thingName !== undefined && { thingName: this.#thingName }),
      },
    };
  }

  #sendAcknowledgements(): void {
    const all = this.#acknowledgements;
    while (all[0]?.reason !== undefined) {
      const { messageId, reason } = all.shift() as Acknowledgement;
      if (!this.#isOpen) continue;
      const packet = { cmd: "puback" as const, messageId, ...(this.#version === 5 && { reasonCode: reason }) };
      this.#parts.transport.write(encodePacket(packet, this.#version));
    }
    if (all.length < mqttLimits.unacknowledged) {
      this.#onRoom?.();
      this.#onRoom = undefined;
    }
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRoom = resolve;
    });
  }

  /** A topic that a client has given a number is known by it from then on. */
  #topicOf({ topic, properties }: IPublishPacket): string | Reason {
    const alias = properties?.topicAlias;
    if (alias === undefined) return topic === "" ? reasons.topicNameInvalid : topic;
    if (alias === 0 || alias > mqttLimits.topicAliases) return reasons.topicAliasInvalid;
    if (topic === "") return this.#aliases.get(alias) ?? reasons.protocolError;
    this.#aliases.set(alias, topic);
    return topic;
  }

  async #subscribe(packet: ISubscribePacket): Promise<void> {
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
    const codes = granted.map((reason) => subackCode(reason, this.#version));
    transport.write(encodePacket({ cmd: "suback", messageId: packet.messageId ?? 0, granted: codes }, this.#version));
    const topics = packet.subscriptions.flatMap(({ topic }, at) => ((granted[at] ?? 0x80) < 0x80 ? [topic] : []));
    if (topics.length > 0)
      this.#tell(connections.broker.send(subscriptionEvent(this.#facts, "subscribed", topics, host.clock.nowMs())));
    for (const bring of retained) await bring();
  }

  async #subscribeTo(text: string, options: SubscriptionOptions): Promise<Reason> {
    const read = readTopicFilter(text);
    if (!read) return reasons.topicFilterInvalid;
    if (!this.#subscriptions.has(text) && this.#subscriptions.size >= mqttLimits.subscriptionsPerConnection)
      return reasons.quotaExceeded;
    if (!(await this.#permissions.may("iot:Subscribe", `${this.#arn}topicfilter/${read.filter}`)))
      return reasons.notAuthorized;
    if (this.#kept) await this.#parts.connections.sessions.subscribe(this.at, this.clientId, text, options);
    await this.#add(text, options);
    return options.qos;
  }

  async #add(text: string, { qos, noLocal = false, retainAsPublished = false }: SubscriptionOptions): Promise<void> {
    const read = readTopicFilter(text);
    if (!read || !this.#isOpen) return;
    const { broker } = this.#parts.connections;
    const former = this.#subscriptions.get(text);
    const isKept = this.#kept !== undefined;
    const subscriber: Subscriber = { client: this, qos, noLocal, retainAsPublished, isKept };
    this.#subscriptions.set(text, { text, ...read, subscriber });
    // The new one first, so that nothing passes between them.
    const subscribed = broker.subscribe(this.at, read.filter, read.group, subscriber);
    if (former) broker.unsubscribe(this.at, former.filter, former.group, former.subscriber);
    await subscribed;
  }

  async #bringRetained({ filter, subscriber }: OpenSubscription): Promise<void> {
    for await (const message of this.#parts.connections.retained.matching(this.at, filter)) {
      if (!this.#isOpen) return;
      if (!(await this.#permissions.may("iot:Receive", `${this.#arn}topic/${message.topic}`))) continue;
      this.#outgoing.send(message, Math.min(message.qos, subscriber.qos) as 0 | 1, true);
    }
  }

  async #unsubscribe(packet: IUnsubscribePacket): Promise<void> {
    const { connections, transport, host } = this.#parts;
    const granted: Reason[] = [];
    for (const text of packet.unsubscriptions) {
      const open = this.#subscriptions.get(text);
      granted.push(open ? reasons.success : reasons.noSubscriptionExisted);
      if (!open) continue;
      this.#subscriptions.delete(text);
      connections.broker.unsubscribe(this.at, open.filter, open.group, open.subscriber);
      if (this.#kept) await connections.sessions.unsubscribe(this.at, this.clientId, text);
    }
    transport.write(encodePacket({ cmd: "unsuback", messageId: packet.messageId ?? 0, granted }, this.#version));
    this.#tell(
      connections.broker.send(
        subscriptionEvent(this.#facts, "unsubscribed", packet.unsubscriptions, host.clock.nowMs()),
      ),
    );
  }

  #send(message: DeviceMessage, { qos, retainAsPublished }: Subscriber): void {
    this.#outgoing.send(message, Math.min(message.qos, qos) as 0 | 1, retainAsPublished && message.retain);
  }

  #acknowledge(id: number): undefined {
    const sequence = this.#outgoing.acknowledged(id);
    if (sequence === undefined) return undefined;
    this.#acknowledged.push(sequence);
    if (!this.#isRemoving) void this.#removeAcknowledged();
    if (this.#pumpAgain && this.#outgoing.isHalfEmpty) this.pump();
    return undefined;
  }

  /** What has been acknowledged while rows are removed goes with the next commit. */
  async #removeAcknowledged(): Promise<void> {
    this.#isRemoving = true;
    try {
      while (this.#acknowledged.length > 0) {
        const sequences = this.#acknowledged;
        this.#acknowledged = [];
        await this.#parts.connections.sessions.acknowledge(this.at, this.clientId, sequences);
      }
    } catch (error) {
      this.#parts.host.log.warn("a message that a device has acknowledged is kept", { error: String(error) });
    } finally {
      this.#isRemoving = false;
    }
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      do {
        this.#pumpAgain = false;
        const room = this.#outgoing.room;
        if (room <= 0) {
          // An acknowledgement pumps on.
          this.#pumpAgain = true;
          return;
        }
        const { sessions } = this.#parts.connections;
        const page = await sessions.list(this.at, this.clientId, this.#sentSequence, room);
        for (const queued of page) await this.#bringKept(queued);
        if (page.length === room) this.#pumpAgain = true;
      } while (this.#pumpAgain && this.#isOpen);
    } catch (error) {
      this.#parts.host.log.warn("a device's messages could not be read", { error: String(error) });
    } finally {
      this.#isPumping = false;
    }
  }

  async #bringKept(queued: QueuedMessage): Promise<void> {
    if (!this.#isOpen) return;
    this.#sentSequence = queued.sequence;
    const message = this.#fromQueued(queued);
    const expirySeconds = message.properties?.messageExpirySeconds;
    const isExpired =
      expirySeconds !== undefined && this.#parts.host.clock.nowMs() >= message.publishedMs + expirySeconds * 1000;
    const may = !isExpired && (await this.#permissions.may("iot:Receive", `${this.#arn}topic/${message.topic}`));
    // Closed meanwhile: it is kept for the next time.
    if (!this.#isOpen || (may && this.#outgoing.sendKept(message, queued.sequence))) return;
    this.#acknowledged.push(queued.sequence);
    if (!this.#isRemoving) void this.#removeAcknowledged();
  }

  #fromQueued({ head, payload }: QueuedMessage): DeviceMessage {
    const { topic, retain, publishedMs, correlationData, ...others } = head;
    const properties: MessageProperties = {
      ...others,
      ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }),
    };
    const { account, region } = this.at;
    return { account, region, topic, payload, qos: 1, retain, publishedMs, properties, source: {} };
  }

  /** Who may not publish it leaves none. */
  async #publishWill(): Promise<void> {
    const { packet, host, connections } = this.#parts;
    const { will } = packet;
    if (!will || !mayBePublished(will.topic)) return;
    if (!(await this.#mayPublish(will.topic, will.retain ?? false))) return;
    const message = this.#toMessage(will.topic, {
      cmd: "publish",
      topic: will.topic,
      payload: Buffer.from(will.payload),
      qos: will.qos ?? 0,
      retain: will.retain ?? false,
      dup: false,
      ...(will.properties && { properties: will.properties }),
    });
    const delaySeconds = Math.min(will.properties?.willDelayInterval ?? 0, this.#expirySeconds);
    if (delaySeconds === 0) return connections.broker.publish(message);
    host.clock.after(delaySeconds * 1000, () => {
      // Source: MQTT 5, 3.1.3.2.2: a client that is back in time leaves none.
      if (connections.find(`${this.at.account} ${this.at.region} ${this.clientId}`)) return;
      this.#tell(connections.broker.send({ ...message, publishedMs: host.clock.nowMs() }));
    });
  }

  /** Of what nobody waits for, a failure is told. */
  #tell(sent: Promise<void> | undefined): void {
    sent?.catch((error: unknown) =>
      this.#parts.host.log.warn("a device's message could not be taken", { error: String(error) }),
    );
  }
}

function checkPublish(topic: string, { payload }: IPublishPacket): Reason | undefined {
  if (/[+#\0]/.test(topic) || Buffer.byteLength(topic) > limits.topicBytes) return reasons.topicNameInvalid;
  if (slashesOf(topic) > limits.topicSlashes || !mayBePublished(topic)) return reasons.topicNameInvalid;
  return payload.length > limits.payloadBytes ? reasons.packetTooLarge : undefined;
}

function expiryOf({ protocolVersion, clean, properties }: IConnectPacket): number {
  if (protocolVersion === 5)
    return Math.min(properties?.sessionExpiryInterval ?? 0, mqttLimits.mostSessionExpirySeconds);
  return clean ? 0 : mqttLimits.sessionExpirySeconds;
}

/** 0 stands for the longest. Source: "MQTT keep alive". */
function keepAliveOf(seconds: number): number {
  if (seconds === 0) return mqttLimits.mostKeepAliveSeconds;
  return Math.min(Math.max(seconds, mqttLimits.leastKeepAliveSeconds), mqttLimits.mostKeepAliveSeconds);
}

function toMessageProperties(given: NonNullable<IPublishPacket["properties"]>): MessageProperties | undefined {
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, messageExpiryInterval, userProperties } =
    given;
  const properties: MessageProperties = {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData }),
    ...(payloadFormatIndicator !== undefined && { isUtf8: payloadFormatIndicator }),
    ...(messageExpiryInterval !== undefined && { messageExpirySeconds: messageExpiryInterval }),
    ...(userProperties && {
      userProperties: Object.entries(userProperties).flatMap(([key, values]) =>
        [values].flat().map((value) => [key, value] as const),
      ),
    }),
  };
  return Object.keys(properties).length > 0 ? properties : undefined;
}
