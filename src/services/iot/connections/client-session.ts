import { partitionOf } from "../../../platform/arn.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { SubscribedClient, Subscriber } from "../messages/subscribers.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import type { IConnackPacket, IConnectPacket, MqttVersion, Packet } from "../mqtt/packets.ts";
import { type Reason, reasons } from "../mqtt/reason-codes.ts";
import type { DevicePermissions } from "../policies/device-permissions.ts";
import type { Session } from "../sessions/session.ts";
import type { Will } from "../sessions/will.ts";
import type { ClientIdentity } from "./client-identity.ts";
import { ClientPublishing } from "./client-publishing.ts";
import { ClientSubscriptions } from "./client-subscriptions.ts";
import type { ConnectionFacts, Connections } from "./connections.ts";
import { KeptMessages } from "./kept-messages.ts";
import { Outgoing } from "./outgoing.ts";
import { connectedEvent, type DisconnectReason, disconnectedEvent, type PresenceFacts } from "./presence.ts";
import type { SessionParts } from "./session-parts.ts";
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

/** A crash loses no more of the bill than this. */
const chargeEveryMs = 60_000;

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
  readonly #publishing: ClientPublishing;
  readonly #subscriptions: ClientSubscriptions;
  readonly #keptMessages: KeptMessages;
  #kept: Session | undefined;
  #expirySeconds: number;
  #hasWill: boolean;
  /** Stands in storage until it is published or not needed any more. */
  #will: Will | undefined;
  /** Until when its time has been counted. */
  #chargedMs: number;
  #isOpen = false;
  #opening: Promise<unknown> | undefined;
  #thingName: string | undefined;

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
    this.#chargedMs = host.clock.monotonicMs();
    this.#outgoing = new Outgoing({
      transport,
      version: this.#version,
      receiveMaximum: packet.properties?.receiveMaximum ?? 65_535,
      mostPacketBytes: packet.properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY,
      clock: host.clock,
      sent: (topic, bytes) => {
        parts.connections.metrics.count(this.at, "MQTT", "PublishOut.Success");
        parts.connections.metrics.chargeMessage(this.at, topic, bytes);
      },
    });
    this.#facts = {
      at: this.at,
      clientId,
      principal: identity.principal,
      sourceIp,
      sessionIdentifier: host.random.uuid(),
      versionNumber: this.connectedMs,
    };
    const common: SessionParts = {
      host,
      connections: parts.connections,
      transport,
      version: this.#version,
      permissions: this.#permissions,
      at: this.at,
      clientId,
      arn: this.#arn,
      isOpen: () => this.#isOpen,
      end: parts.end,
      tell: (sent) => this.#tell(sent),
      log: (eventType, why, more) => this.#log(eventType, why, more),
      identity,
      sourceIp,
      client: this,
      outgoing: this.#outgoing,
      facts: this.#facts,
      thingName: () => this.#thingName,
      isKept: () => this.#kept !== undefined,
    };
    this.#publishing = new ClientPublishing(common);
    this.#subscriptions = new ClientSubscriptions(common);
    this.#keptMessages = new KeptMessages(common);
  }

  async mayConnect(): Promise<boolean> {
    const { identity } = this.#parts;
    if (!(await this.#permissions.may("iot:Connect", `${this.#arn}client/${this.clientId}`))) {
      this.#log("Connect", "AUTHORIZATION_FAILURE");
      return false;
    }
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
      await this.#publishLeft(await connections.sessions.forget(this.at, this.clientId));
      await this.#rememberWill();
      return { isPresent: false, keepAliveSeconds };
    }
    const { session, isPresent, subscriptions, leftWill } = await connections.sessions.open(this.at, this.clientId, {
      expirySeconds: this.#expirySeconds,
      clean: packet.clean ?? false,
      connection: this.#facts.sessionIdentifier,
    });
    this.#kept = session;
    await this.#publishLeft(leftWill);
    await this.#rememberWill();
    for (const { filter, options } of subscriptions) await this.#subscriptions.add(filter, options);
    return { isPresent, keepAliveSeconds };
  }

  async #rememberWill(): Promise<void> {
    const { packet, connections } = this.#parts;
    this.#will = packet.will && (await this.#publishing.readWill(packet.will));
    if (this.#will) await connections.wills.remember(this.#will);
  }

  /** Source: MQTT 5, 3.1.2.5: a will that waits is published when its session ends. */
  async #publishLeft(left: Will | undefined): Promise<void> {
    if (left) await this.#parts.connections.wills.publish(left);
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
    connections.metrics.count(this.at, "MQTT", "Connect.Success");
    this.#chargedMs = host.clock.monotonicMs();
    this.#log("Connect");
    this.#tell(connections.broker.send(connectedEvent(this.#facts, host.clock.nowMs())));
    if (this.#kept) this.pump();
  }

  handle(packet: Packet): Promise<void> | undefined {
    switch (packet.cmd) {
      case "publish":
        return this.#publishing.publish(packet);
      case "puback":
        return this.#keptMessages.acknowledge(packet.messageId ?? 0);
      case "subscribe":
        return this.#subscriptions.subscribe(packet);
      case "unsubscribe":
        return this.#subscriptions.unsubscribe(packet);
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

  /** Called now and then: brings what waits for a client that reads again, and counts the time that it is connected. */
  watch(nowMs: number): void {
    this.#outgoing.flush();
    if (nowMs - this.#chargedMs >= chargeEveryMs) this.#charge(nowMs);
  }

  #charge(nowMs: number): void {
    this.#parts.connections.metrics.chargeConnection(this.at, nowMs - this.#chargedMs);
    this.#chargedMs = nowMs;
  }

  facts(): ConnectionFacts {
    const { packet, sourceIp } = this.#parts;
    return {
      thingName: this.#thingName ?? null,
      isClean: packet.clean ?? false,
      sourceIp,
      keepAliveSeconds: keepAliveOf(packet.keepalive ?? 0),
      connectedMs: this.connectedMs,
      expirySeconds: this.#expirySeconds,
    };
  }

  /** Brings what is kept for it, as far as it takes it now. */
  pump(): void {
    this.#keptMessages.pump();
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
    this.#subscriptions.close();
    this.#charge(host.clock.monotonicMs());
    this.#log("Disconnect", undefined, { disconnectReason: why });
    const will = await this.#leftWill();
    const waits = will && Math.min(will.delaySeconds, this.#expirySeconds) > 0 ? will : undefined;
    if (this.#kept) await connections.sessions.close(this.at, this.clientId, this.#kept, this.#expirySeconds, waits);
    this.#tell(connections.broker.send(disconnectedEvent(this.#facts, why, host.clock.nowMs())));
    if (will && !waits) await connections.wills.leave(will);
    else if (this.#will) await connections.wills.forget(this.#will.connection);
  }

  /** Who may not publish it any more leaves none. */
  async #leftWill(): Promise<Will | undefined> {
    const { will } = this.#parts.packet;
    if (!this.#hasWill || !will || !this.#will) return undefined;
    return (await this.#publishing.readWill(will)) && this.#will;
  }

  #send(message: DeviceMessage, { qos, retainAsPublished }: Subscriber): void {
    this.#outgoing.send(message, Math.min(message.qos, qos) as 0 | 1, retainAsPublished && message.retain);
  }

  /** `why` it was refused; undefined for what has gone well. */
  #log(eventType: string, why?: string, more?: Readonly<Record<string, unknown>>): void {
    const { connections, identity, sourceIp } = this.#parts;
    connections.logs.add(this.at, () => ({
      level: why === undefined ? "INFO" : "ERROR",
      status: why === undefined ? "Success" : "Failure",
      eventType,
      clientId: this.clientId,
      principalId: identity.principal,
      sourceIp,
      thingName: this.#thingName,
      more: { ...more, ...(why !== undefined && { reason: why }) },
    }));
  }

  /** Of what nobody waits for, a failure is told. */
  #tell(sent: Promise<void> | undefined): void {
    sent?.catch((error: unknown) =>
      this.#parts.host.log.warn("a device's message could not be taken", { error: String(error) }),
    );
  }
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
