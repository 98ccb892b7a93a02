import mqtt, { type Packet, type Parser } from "mqtt-packet";
import { mqttLimits } from "./mqtt-limits.ts";

export type {
  IConnackPacket,
  IConnectPacket,
  IDisconnectPacket,
  IPublishPacket,
  ISubscribePacket,
  IUnsubscribePacket,
  Packet,
} from "mqtt-packet";

/** 4 is MQTT 3.1.1, 3 the one before it, whose packets are the same. */
export type MqttVersion = 3 | 4 | 5;

export function encodePacket(packet: Packet, version: MqttVersion): Buffer {
  return mqtt.generate(packet, { protocolVersion: version });
}

/** Why a client's bytes are not read on. */
export type PacketFault = "malformed" | "too large";

/** Makes packets of a client's bytes, however they come. What a packet says of its length is looked at before its bytes are kept. */
export class PacketReader {
  readonly #parser: Parser & { readonly packet?: { readonly length: number } };
  #packets: Packet[] = [];
  #fault: PacketFault | undefined;

  constructor() {
    this.#parser = mqtt.parser();
    this.#parser.on("packet", (packet: Packet) => this.#packets.push(packet));
    this.#parser.on("error", () => {
      this.#fault ??= "malformed";
    });
  }

  /** What has become whole, and whether the rest is to be read on. */
  read(bytes: Buffer): { readonly packets: readonly Packet[]; readonly fault: PacketFault | undefined } {
    try {
      this.#parser.parse(bytes);
    } catch {
      // A length inside a packet that leads out of it.
      this.#fault ??= "malformed";
    }
    if ((this.#parser.packet?.length ?? 0) > mqttLimits.packetBytes) this.#fault ??= "too large";
    const packets = this.#packets;
    this.#packets = [];
    return { packets, fault: this.#fault };
  }
}
