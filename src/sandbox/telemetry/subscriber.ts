import type { Clock, Timer } from "../../platform/clock.ts";
import { type Connect, createDelivery, type Delivery } from "./delivery.ts";
import type { Subscription } from "./subscription.ts";
import { type TelemetryEvent, toSchema } from "./telemetry-event.ts";

/** How many full batches wait at most for a slow listener; what comes then is dropped, and it is told so. */
const mostBatches = 4;
/** Between attempts to hand over a batch: an extension may subscribe before it listens. */
const retryDelaysMs = [50, 100, 200, 400, 800, 1_600];

/** Gathers events for one subscription and hands them over batch by batch, one at a time. */
export class Subscriber {
  readonly #subscription: Subscription;
  readonly #clock: Clock;
  readonly #delivery: Delivery;
  #items: string[] = [];
  #bytes = 0;
  #dropped = { records: 0, bytes: 0 };
  #timer: Timer | undefined;
  #sending: Promise<void> | undefined;
  #isClosed = false;
  /** While its listener is frozen: fulfilled when it is not any more. */
  #pause: PromiseWithResolvers<void> | undefined;

  constructor(subscription: Subscription, clock: Clock, connect: Connect) {
    this.#subscription = subscription;
    this.#clock = clock;
    this.#delivery = createDelivery(subscription.destination, connect);
  }

  tell(event: TelemetryEvent): void {
    const wanted = this.#isClosed ? undefined : toSchema(event, this.#subscription);
    if (!wanted) return;
    const { maxItems, maxBytes, timeoutMs } = this.#subscription.buffering;
    const item = JSON.stringify(wanted);
    if (this.#items.length >= maxItems * mostBatches || this.#bytes + item.length > maxBytes * mostBatches) {
      this.#dropped.records += 1;
      this.#dropped.bytes += item.length;
      return;
    }
    this.#items.push(item);
    this.#bytes += item.length;
    if (this.#items.length >= maxItems || this.#bytes >= maxBytes) this.#send();
    else this.#timer ??= this.#clock.afterMachine(timeoutMs, () => this.#send());
  }

  /** Fulfilled when nothing is left. */
  async flush(): Promise<void> {
    this.#send();
    while (this.#sending && !this.#isClosed) await this.#sending;
  }

  /** The listener is frozen: nothing is sent, and what it has not taken is not lost. */
  pause(): void {
    this.#pause ??= Promise.withResolvers();
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = undefined;
    if (this.#items.length > 0)
      this.#timer ??= this.#clock.afterMachine(this.#subscription.buffering.timeoutMs, () => this.#send());
  }

  close(): void {
    this.#isClosed = true;
    this.#pause?.resolve();
    this.#timer?.cancel();
    this.#items = [];
    this.#delivery.close();
  }

  #send(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#sending || this.#pause || this.#items.length === 0) return;
    const batch = this.#takeBatch();
    this.#tellOfDropped();
    this.#sending = this.#handOver(batch).then(() => {
      this.#sending = undefined;
      // What has come meanwhile has waited long enough.
      this.#send();
    });
  }

  #takeBatch(): string[] {
    const { maxItems, maxBytes } = this.#subscription.buffering;
    let count = 0;
    let bytes = 0;
    while (count < this.#items.length && count < maxItems) {
      const size = this.#items[count]!.length;
      if (count > 0 && bytes + size > maxBytes) break;
      bytes += size;
      count += 1;
    }
    this.#bytes -= bytes;
    return this.#items.splice(0, count);
  }

  async #handOver(batch: readonly string[]): Promise<void> {
    for (const delayMs of [...retryDelaysMs, undefined]) {
      while (!this.#isClosed) {
        await this.#pause?.promise;
        if (this.#isClosed || (await this.#delivery.send(batch))) return;
        // That it was frozen meanwhile does not count as a refusal.
        if (!this.#pause) break;
      }
      if (this.#isClosed) return;
      if (delayMs !== undefined) await new Promise<void>((resolve) => this.#clock.afterMachine(delayMs, resolve));
    }
    this.#dropped.records += batch.length;
    for (const item of batch) this.#dropped.bytes += item.length;
  }

  /** There is room for that now. */
  #tellOfDropped(): void {
    const { records, bytes } = this.#dropped;
    if (records === 0) return;
    this.#dropped = { records: 0, bytes: 0 };
    const reason = "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";
    const time = new Date(this.#clock.nowMs()).toISOString();
    const record = { reason, droppedRecords: records, droppedBytes: bytes };
    const event = toSchema({ time, type: "platform.logsDropped", record }, this.#subscription);
    if (!event) return;
    const item = JSON.stringify(event);
    this.#items.push(item);
    this.#bytes += item.length;
  }
}
