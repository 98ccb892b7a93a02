import { isNamed } from "../../../platform/aws-error.ts";
import { limits } from "../limits.ts";
import { slashesOf } from "../messages/check-topic.ts";
import type { DeviceMessage, MessageProperties } from "../messages/device-message.ts";
import { toMessageJson } from "../messages/message-json.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket, type IConnectPacket, type IPublishPacket } from "../mqtt/packets.ts";
import { type Reason, reasons } from "../mqtt/reason-codes.ts";
import type { Will } from "../sessions/will.ts";
import type { DeviceCounter } from "./device-metrics.ts";
import { mayBePublished } from "./reserved-topics.ts";
import type { SessionParts } from "./session-parts.ts";

interface Acknowledgement {
  readonly messageId: number;
  reason: Reason | undefined;
}

/** What a client sends: its messages, which are acknowledged in their order, and its last will. */
export class ClientPublishing {
  readonly #parts: SessionParts;
  /** What a client calls topics by a number. */
  readonly #aliases = new Map<number, string>();
  /** In the order in which they came, as they are acknowledged. */
  readonly #acknowledgements: Acknowledgement[] = [];
  #onRoom: (() => void) | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** A packet that publishes. */
  publish(packet: IPublishPacket): Promise<void> | undefined {
    if (packet.qos === 2) return void this.#parts.end(reasons.qosNotSupported, "CLIENT_ERROR");
    const topic = this.#topicOf(packet);
    if (typeof topic === "number") return void this.#parts.end(topic, "CLIENT_ERROR");
    const wrong = checkPublish(topic, packet);
    if (wrong !== undefined) {
      this.#count("PublishIn.ClientError");
      return void this.#parts.end(wrong, "CLIENT_ERROR");
    }
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
    const resource = `${this.#parts.arn}topic/${topic}`;
    const may = this.#parts.permissions.may("iot:Publish", resource);
    if (!retain || may === false) return may;
    const retains = this.#parts.permissions.may("iot:RetainPublish", resource);
    if (may === true && typeof retains === "boolean") return retains;
    return Promise.all([may, retains]).then(([one, other]) => one && other);
  }

  /** Source: "Reason codes": MQTT 5 tells of a message of QoS 1; otherwise the connection ends. */
  #refusePublish({ qos, messageId = 0, topic }: IPublishPacket): void {
    this.#count("PublishIn.AuthError");
    this.#parts.log("Publish-In", "AUTHORIZATION_FAILURE", { topicName: topic });
    if (this.#parts.version !== 5 || qos === 0) {
      this.#parts.end(reasons.notAuthorized, "FORBIDDEN_ACCESS");
      return;
    }
    this.#acknowledgements.push({ messageId, reason: reasons.notAuthorized });
    this.#sendAcknowledgements();
  }

  #pass(topic: string, packet: IPublishPacket): void {
    const { connections, at } = this.#parts;
    this.#count("PublishIn.Success");
    this.#parts.log("Publish-In", undefined, { topicName: topic });
    connections.metrics.chargeMessage(at, topic, packet.payload.length);
    const sent = connections.broker.send(this.#toMessage(topic, packet));
    if (packet.qos === 0) {
      this.#parts.tell(sent);
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
        const isQuota = isNamed(error, "ThrottlingException");
        if (this.#parts.version === 5) settle(isQuota ? reasons.quotaExceeded : reasons.unspecifiedError);
        else this.#parts.end(reasons.unspecifiedError, "SERVER_ERROR");
      },
    );
  }

  #toMessage(topic: string, { payload, qos, retain, properties }: IPublishPacket): DeviceMessage {
    const { identity, sourceIp, host, at, clientId } = this.#parts;
    const thingName = this.#parts.thingName();
    return {
      account: at.account,
      region: at.region,
      topic,
      payload: payload as Buffer,
      qos: qos === 1 ? 1 : 0,
      retain,
      publishedMs: host.clock.nowMs(),
      properties: properties && toMessageProperties(properties),
      source: {
        clientId,
        principal: identity.principal,
        sourceIp,
        ...(thingName !== undefined && { thingName }),
      },
    };
  }

  #count(counter: DeviceCounter): void {
    this.#parts.connections.metrics.count(this.#parts.at, "MQTT", counter);
  }

  #sendAcknowledgements(): void {
    const all = this.#acknowledgements;
    while (all[0]?.reason !== undefined) {
      const { messageId, reason } = all.shift() as Acknowledgement;
      if (!this.#parts.isOpen()) continue;
      const packet = { cmd: "puback" as const, messageId, ...(this.#parts.version === 5 && { reasonCode: reason }) };
      this.#parts.transport.write(encodePacket(packet, this.#parts.version));
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

  /** The will that a CONNECT names; undefined for one that the client may not publish. */
  async readWill(will: NonNullable<IConnectPacket["will"]>): Promise<Will | undefined> {
    if (!mayBePublished(will.topic) || !(await this.#mayPublish(will.topic, will.retain ?? false))) return undefined;
    const message = this.#toMessage(will.topic, {
      cmd: "publish",
      topic: will.topic,
      payload: Buffer.from(will.payload),
      qos: will.qos ?? 0,
      retain: will.retain ?? false,
      dup: false,
      ...(will.properties && { properties: will.properties }),
    });
    return {
      clientId: this.#parts.clientId,
      connection: this.#parts.facts.sessionIdentifier,
      message: toMessageJson(message),
      delaySeconds: will.properties?.willDelayInterval ?? 0,
    };
  }
}

function checkPublish(topic: string, { payload }: IPublishPacket): Reason | undefined {
  if (/[+#\0]/.test(topic) || Buffer.byteLength(topic) > limits.topicBytes) return reasons.topicNameInvalid;
  if (slashesOf(topic) > limits.topicSlashes || !mayBePublished(topic)) return reasons.topicNameInvalid;
  return payload.length > limits.payloadBytes ? reasons.packetTooLarge : undefined;
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
