import type { Timer } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket, type IConnectPacket, type MqttVersion, type Packet, PacketReader } from "../mqtt/packets.ts";
import { connackCode, type Reason, reasons } from "../mqtt/reason-codes.ts";
import { checkConnect } from "./check-connect.ts";
import type { ClientIdentity, Identify } from "./client-identity.ts";
import { ClientSession } from "./client-session.ts";
import type { Connections, OpenConnection } from "./connections.ts";
import type { DisconnectReason } from "./presence.ts";
import type { Transport } from "./transport.ts";

export interface ConnectionParts {
  readonly host: ServiceHost;
  readonly connections: Connections;
  readonly transport: Transport;
  readonly identify: Identify;
  readonly sourceIp: string;
}

/** Tokens of a bucket that is filled with as many a second as a client may publish. */
interface Pace {
  tokens: number;
  sinceMs: number;
}

/**
 * One client's connection, from its first byte to its last. Packets are handled one after the other: while one waits for an answer (who it is, whether it may), nothing more is read from
 * the network, so that a client that floods is held up by its own connection.
 */
export class ClientConnection implements OpenConnection {
  readonly #parts: ConnectionParts;
  readonly #reader = new PacketReader();
  readonly #inbox: Packet[] = [];
  readonly #pace: Pace;
  #isBusy = false;
  #unreadPings = 0;
  #isClosed = false;
  #session: ClientSession | undefined;
  #version: MqttVersion = 4;
  #keepAliveMs: number = mqttLimits.connectMs;
  #heardMs: number;
  #ttl: Timer | undefined;
  #closing: Promise<void> | undefined;
  #why: DisconnectReason = "CONNECTION_LOST";

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#heardMs = parts.host.clock.monotonicMs();
    this.#pace = { tokens: mqttLimits.publishesPerSecond, sinceMs: this.#heardMs };
    parts.connections.add(this);
    parts.transport.listen({ onBytes: (bytes) => this.#read(bytes), onClosed: () => void this.#closed() });
  }

  get session(): ClientSession | undefined {
    return this.#session;
  }

  /** Called now and then: who is silent for half as long again as it has said is not there any more. */
  watch(nowMs: number): void {
    this.#session?.watch(nowMs);
    if (nowMs - this.#heardMs <= this.#keepAliveMs) return;
    if (this.#session) this.end(reasons.keepAliveTimeout, "MQTT_KEEP_ALIVE_TIMEOUT");
    else this.#parts.transport.destroy();
  }

  /** Ends it from this side; a client of MQTT 5 is told why. */
  end(reason: Reason, why: DisconnectReason): void {
    if (this.#isClosed) return;
    this.#why = why;
    if (this.#session && this.#version === 5)
      this.#parts.transport.write(encodePacket({ cmd: "disconnect", reasonCode: reason }, 5));
    this.#parts.transport.end();
    void this.#closed();
  }

  /** Fulfilled when its session has been left as it is to be. */
  async closed(): Promise<void> {
    await this.#closing;
  }

  #read(bytes: Buffer): void {
    if (this.#isClosed) return;
    this.#heardMs = this.#parts.host.clock.monotonicMs();
    const { packets, fault } = this.#reader.read(bytes);
    this.#inbox.push(...packets);
    if (!this.#isBusy) void this.#handleAll();
    if (fault) this.end(fault === "too large" ? reasons.packetTooLarge : reasons.malformedPacket, "CLIENT_ERROR");
  }

  async #handleAll(): Promise<void> {
    this.#isBusy = true;
    let isPaused = false;
    while (!this.#isClosed) {
      const packet = this.#inbox.shift();
      if (!packet) break;
      try {
        const handled = this.#handle(packet);
        // Acknowledgements pile up before who asks for them and does not read.
        if (this.#parts.transport.bufferedBytes > mqttLimits.unreadBytes) {
          this.end(reasons.quotaExceeded, "CLIENT_ERROR");
          break;
        }
        const paced = this.#keepPace(packet);
        const waiting = handled && paced ? Promise.all([handled, paced]) : (handled ?? paced);
        if (!waiting) continue;
        if (!isPaused && !this.#isClosed) this.#parts.transport.pause();
        isPaused = true;
        await waiting;
      } catch (error) {
        this.#parts.host.log.error("a fault in a device's connection", {
          error: error instanceof Error ? error.stack : String(error),
        });
        this.end(reasons.unspecifiedError, "SERVER_ERROR");
      }
    }
    this.#isBusy = false;
    if (isPaused && !this.#isClosed) this.#parts.transport.resume();
  }

  #handle(packet: Packet): Promise<void> | undefined {
    if (packet.cmd === "connect") return this.#connect(packet);
    if (!this.#session) return void this.end(reasons.protocolError, "CLIENT_ERROR");
    if (packet.cmd === "pingreq") return void this.#answerPing();
    if (packet.cmd === "disconnect") return this.#disconnect(packet);
    return this.#session.handle(packet);
  }

  /** Who publishes (or asks) more than it may is not read on for so long. */
  #keepPace(packet: Packet): Promise<void> | undefined {
    if (packet.cmd === "puback") return undefined;
    const pace = this.#pace;
    const { clock } = this.#parts.host;
    const nowMs = clock.monotonicMs();
    const most = mqttLimits.publishesPerSecond;
    pace.tokens = Math.min(most, pace.tokens + ((nowMs - pace.sinceMs) / 1000) * most) - 1;
    pace.sinceMs = nowMs;
    if (pace.tokens >= 0) return undefined;
    return new Promise((resolve) => clock.afterMachine((-pace.tokens / most) * 1000, resolve));
  }

  /** Who asks again and again and does not read the answers gets no more of them. */
  #answerPing(): void {
    const { transport } = this.#parts;
    if (transport.bufferedBytes === 0) this.#unreadPings = 0;
    if (++this.#unreadPings > mqttLimits.unreadPings) return;
    transport.write(pingresp);
    if (this.#session) this.#parts.connections.metrics.count(this.#session.at, "MQTT", "Ping.Success");
  }

  async #connect(packet: IConnectPacket): Promise<void> {
    if (this.#session) return this.end(reasons.protocolError, "CLIENT_ERROR");
    const { connections, transport, host, identify, sourceIp } = this.#parts;
    this.#version = (packet.protocolVersion ?? 4) as MqttVersion;
    const wrong = checkConnect(packet);
    if (wrong !== undefined) return this.#refuse(wrong);
    const assigned = packet.clientId === "" ? `$GEN/${host.random.uuid()}` : undefined;
    const clientId = assigned ?? packet.clientId;
    const identity = await identify({ clientId, username: packet.username, password: packet.password });
    if (!identity || this.#isClosed) return this.#refuse(reasons.notAuthorized);
    const session = new ClientSession({
      host,
      connections,
      transport,
      identity,
      sourceIp,
      packet,
      clientId,
      end: (reason, why) => this.end(reason, why),
    });
    if (!(await session.mayConnect()) || this.#isClosed) {
      connections.metrics.count(identity.at, "MQTT", "Connect.AuthError");
      return this.#refuse(reasons.notAuthorized);
    }
    this.#session = session;
    if (!(await connections.takeOver(this, session))) return this.end(reasons.sessionTakenOver, "DUPLICATE_CLIENTID");
    if (this.#isClosed) return;
    const { isPresent, keepAliveSeconds } = await session.open();
    if (this.#isClosed) return;
    this.#keepAliveMs = keepAliveSeconds * 1_500;
    this.#watchTtl(identity);
    transport.write(encodePacket(session.connack(isPresent, assigned), this.#version));
    session.begin();
  }

  #watchTtl({ mostMs }: ClientIdentity): void {
    if (mostMs === undefined) return;
    const end = () => this.end(reasons.notAuthorized, "CUSTOMAUTH_TTL_EXPIRATION");
    this.#ttl = this.#parts.host.clock.after(mostMs, end);
  }

  #refuse(reason: Reason): void {
    if (this.#isClosed) return;
    const code = connackCode(reason, this.#version);
    this.#parts.transport.write(
      encodePacket(
        {
          cmd: "connack",
          sessionPresent: false,
          ...(this.#version === 5 ? { reasonCode: code } : { returnCode: code }),
        },
        this.#version,
      ),
    );
    this.#why = "AUTH_ERROR";
    this.#parts.transport.end();
    void this.#closed();
  }

  async #disconnect(packet: Packet & { readonly cmd: "disconnect" }): Promise<void> {
    const { reasonCode = 0, properties } = packet;
    this.#why = "CLIENT_INITIATED_DISCONNECT";
    // Source: MQTT 5, 3.14.4: a client may ask for its will all the same.
    this.#session?.leave({ keepsWill: reasonCode === 0x04, sessionExpirySeconds: properties?.sessionExpiryInterval });
    this.#parts.transport.end();
    await this.#closed();
  }

  #closed(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#ttl?.cancel();
    this.#inbox.length = 0;
    this.#parts.connections.remove(this);
    try {
      await this.#session?.close(this.#why);
    } catch (error) {
      this.#parts.host.log.error("a device's session could not be left", { error: String(error) });
    }
  }
}

/** The same for everyone. */
const pingresp = encodePacket({ cmd: "pingresp" }, 4);
