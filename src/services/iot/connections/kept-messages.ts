import type { DeviceMessage, MessageProperties } from "../messages/device-message.ts";
import type { QueuedMessage } from "../sessions/session-store.ts";
import type { SessionParts } from "./session-parts.ts";

/** What a persistent session has in storage for its client, brought as far as the client takes it, and removed when it has been acknowledged. */
export class KeptMessages {
  readonly #parts: SessionParts;
  /** The last one that was sent, and those that have been acknowledged and are still there. */
  #sentSequence = 0;
  #isPumping = false;
  #pumpAgain = false;
  #acknowledged: number[] = [];
  #isRemoving = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Brings what is kept for it, as far as it takes it now. */
  pump(): void {
    if (this.#isPumping) this.#pumpAgain = true;
    else void this.#pump();
  }

  /** A PUBACK has come. */
  acknowledge(id: number): undefined {
    const sequence = this.#parts.outgoing.acknowledged(id);
    if (sequence === undefined) return undefined;
    this.#acknowledged.push(sequence);
    if (!this.#isRemoving) void this.#removeAcknowledged();
    if (this.#pumpAgain && this.#parts.outgoing.isHalfEmpty) this.pump();
    return undefined;
  }

  /** What has been acknowledged while rows are removed goes with the next commit. */
  async #removeAcknowledged(): Promise<void> {
    this.#isRemoving = true;
    try {
      while (this.#acknowledged.length > 0) {
        const sequences = this.#acknowledged;
        this.#acknowledged = [];
        await this.#parts.connections.sessions.acknowledge(this.#parts.at, this.#parts.clientId, sequences);
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
        const room = this.#parts.outgoing.room;
        if (room <= 0) {
          // An acknowledgement pumps on.
          this.#pumpAgain = true;
          return;
        }
        const { sessions } = this.#parts.connections;
        const page = await sessions.list(this.#parts.at, this.#parts.clientId, this.#sentSequence, room);
        for (const queued of page) await this.#bringKept(queued);
        if (page.length === room) this.#pumpAgain = true;
      } while (this.#pumpAgain && this.#parts.isOpen());
    } catch (error) {
      this.#parts.host.log.warn("a device's messages could not be read", { error: String(error) });
    } finally {
      this.#isPumping = false;
    }
  }

  async #bringKept(queued: QueuedMessage): Promise<void> {
    if (!this.#parts.isOpen()) return;
    this.#sentSequence = queued.sequence;
    const message = this.#fromQueued(queued);
    const expirySeconds = message.properties?.messageExpirySeconds;
    const isExpired =
      expirySeconds !== undefined && this.#parts.host.clock.nowMs() >= message.publishedMs + expirySeconds * 1000;
    const may =
      !isExpired && (await this.#parts.permissions.may("iot:Receive", `${this.#parts.arn}topic/${message.topic}`));
    // Closed meanwhile: it is kept for the next time.
    if (!this.#parts.isOpen() || (may && this.#parts.outgoing.sendKept(message, queued.sequence))) return;
    this.#acknowledged.push(queued.sequence);
    if (!this.#isRemoving) void this.#removeAcknowledged();
  }

  #fromQueued({ head, payload }: QueuedMessage): DeviceMessage {
    const { topic, retain, publishedMs, correlationData, ...others } = head;
    const properties: MessageProperties = {
      ...others,
      ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }),
    };
    const { account, region } = this.#parts.at;
    return { account, region, topic, payload, qos: 1, retain, publishedMs, properties, source: {} };
  }
}
