import type { Clock } from "../../../platform/clock.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket, type IPublishPacket, type MqttVersion } from "../mqtt/packets.ts";
import type { Transport } from "./transport.ts";

/** What brings messages that are kept in storage: called when there is room for some. */
export type Refill = () => void;

export interface OutgoingParts {
  readonly transport: Transport;
  readonly version: MqttVersion;
  /** The client's Receive Maximum. */
  readonly receiveMaximum: number;
  /** The client's Maximum Packet Size. */
  readonly mostPacketBytes: number;
  readonly clock: Clock;
  /** Told of each message that goes out. */
  readonly sent: (topic: string, bytes: number) => void;
}

interface Waiting {
  readonly message: DeviceMessage;
  readonly retain: boolean;
  readonly bytes: number;
}

/** What goes to a client: QoS 0 as long as it reads, QoS 1 as many as it may have without acknowledging them; the others wait, as far as there is room. */
export class Outgoing {
  readonly #parts: OutgoingParts;
  readonly #window: number;
  /** What has not been acknowledged, by the packets' ids: the sequence of one that is kept in storage. */
  readonly #unacknowledged = new Map<number, number | undefined>();
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #lastId = 0;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    this.#window = Math.min(parts.receiveMaximum, mqttLimits.unacknowledged);
  }

  /** Messages of QoS 1 that it would take now. */
  get room(): number {
    return this.#window - this.#unacknowledged.size - this.#waiting.length;
  }

  /** Whether it is worth while to read more of what is kept. */
  get isHalfEmpty(): boolean {
    return this.#unacknowledged.size * 2 <= this.#window;
  }

  send(message: DeviceMessage, qos: 0 | 1, retain: boolean): void {
    if (qos === 0) {
      // Who does not read misses what is not promised.
      if (this.#parts.transport.bufferedBytes < mqttLimits.waitingBytes) this.#write(message, 0, retain, undefined);
      return;
    }
    this.flush();
    if (this.#waiting.length === 0 && this.#unacknowledged.size < this.#window && this.#isRead()) {
      this.#write(message, 1, retain, this.#nextId(undefined));
      return;
    }
    const bytes = message.payload.byteLength + message.topic.length;
    if (this.#waiting.length >= mqttLimits.waitingMessages || this.#waitingBytes + bytes > mqttLimits.waitingBytes)
      return;
    this.#waiting.push({ message, retain, bytes });
    this.#waitingBytes += bytes;
  }

  /** One that is kept in storage under `sequence`; there must be room. False for one that the client takes at no time: it counts as acknowledged. */
  sendKept(message: DeviceMessage, sequence: number): boolean {
    return this.#write(message, 1, message.retain, this.#nextId(sequence));
  }

  /** Gives the sequence of one that was kept; undefined for another, and for an id of none. */
  acknowledged(id: number): number | undefined {
    const sequence = this.#unacknowledged.get(id);
    this.#unacknowledged.delete(id);
    this.flush();
    return sequence;
  }

  /** Sends what waits, as far as the client reads again: nobody acknowledges where nothing has been sent. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#unacknowledged.size < this.#window && this.#isRead()) {
      const { message, retain, bytes } = this.#waiting.shift() as Waiting;
      this.#waitingBytes -= bytes;
      this.#write(message, 1, retain, this.#nextId(undefined));
    }
  }

  #isRead(): boolean {
    return this.#parts.transport.bufferedBytes < mqttLimits.waitingBytes;
  }

  #nextId(sequence: number | undefined): number {
    do {
      this.#lastId = this.#lastId >= 65_535 ? 1 : this.#lastId + 1;
    } while (this.#unacknowledged.has(this.#lastId));
    this.#unacknowledged.set(this.#lastId, sequence);
    return this.#lastId;
  }

  #write(message: DeviceMessage, qos: 0 | 1, retain: boolean, messageId: number | undefined): boolean {
    const { version, transport, clock, mostPacketBytes } = this.#parts;
    const properties = version === 5 ? toProperties(message, clock.nowMs()) : undefined;
    const isExpired = properties?.messageExpiryInterval === 0 || isPast(message, clock.nowMs());
    if (isExpired && messageId !== undefined) this.#unacknowledged.delete(messageId);
    if (isExpired) return false;
    const packet: IPublishPacket = {
      cmd: "publish",
      topic: message.topic,
      payload: toBuffer(message.payload),
      qos,
      retain,
      dup: false,
      ...(messageId !== undefined && { messageId }),
      ...(properties && { properties }),
    };
    const bytes = encodePacket(packet, version);
    if (bytes.length <= mostPacketBytes) {
      transport.write(bytes);
      this.#parts.sent(message.topic, message.payload.byteLength);
      return true;
    }
    if (messageId !== undefined) this.#unacknowledged.delete(messageId);
    return false;
  }
}

/** The same bytes: what storage gives is no Buffer, which the codec wants. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isPast({ properties, publishedMs }: DeviceMessage, nowMs: number): boolean {
  return (
    properties?.messageExpirySeconds !== undefined && nowMs >= publishedMs + properties.messageExpirySeconds * 1000
  );
}

function toProperties({ properties, publishedMs }: DeviceMessage, nowMs: number): IPublishPacket["properties"] {
  if (!properties) return undefined;
  const { contentType, responseTopic, correlationData, isUtf8, messageExpirySeconds, userProperties } = properties;
  const userMap: Record<string, string | string[]> = Object.create(null);
  for (const [key, value] of userProperties ?? []) {
    const before = userMap[key];
    userMap[key] = before === undefined ? value : [before, value].flat();
  }
  return {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData) }),
    ...(isUtf8 !== undefined && { payloadFormatIndicator: isUtf8 }),
    ...(messageExpirySeconds !== undefined && {
      messageExpiryInterval: Math.max(0, messageExpirySeconds - Math.floor((nowMs - publishedMs) / 1000)),
    }),
    ...(userProperties && { userProperties: userMap }),
  };
}
