import type { Timer } from "../../../platform/clock.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import { keyText } from "../../../storage/partition-key.ts";
import type { ServiceHost } from "../../service.ts";

const wakeKind = "sqs.messages";

/** A receive that waits, from its first look until it is answered. */
export interface WaitingReceiver {
  /**
   * Fulfilled when there may be something to receive, or when the time is past: `false` then. `nextMs`: when something can be received that cannot
   * be now.
   */
  wait(untilMs: number, nextMs: number | undefined): Promise<boolean>;
  /** To be called once, when it waits no more; `hasTaken`: it has received something, so there may be more for the next. */
  leave(hasTaken: boolean): void;
}

/**
 * Long polls, by the partition that they wait for. One message wakes one of them, in the order they came: whoever takes some wakes the next, since
 * there may be more, and whoever leaves without having looked hands its wake on. What is sent at another server wakes one here, too.
 */
export class WaitingReceivers {
  readonly #host: Pick<ServiceHost, "clock" | "wakes">;
  readonly #waiting = new Map<string, Set<Receiver>>();
  readonly #stopListening: () => void;

  constructor(host: Pick<ServiceHost, "clock" | "wakes">) {
    this.#host = host;
    this.#stopListening = host.wakes.onWake(wakeKind, (text) => this.#wakeOne(text));
  }

  /** Before the first look, so that nothing is missed between it and the wait. */
  enter(key: PartitionKey, signal: AbortSignal): WaitingReceiver {
    const text = keyText(key);
    const receivers = this.#waiting.get(text) ?? new Set();
    this.#waiting.set(text, receivers);
    const receiver = new Receiver(this.#host.clock, signal, (hasTaken) => {
      receivers.delete(receiver);
      if (receivers.size === 0 && this.#waiting.get(text) === receivers) this.#waiting.delete(text);
      if (hasTaken || receiver.isWoken) this.#wakeOne(text);
    });
    receivers.add(receiver);
    return receiver;
  }

  /** There are so many messages more, or they can be received at another time. */
  tell(key: PartitionKey, messages: number): void {
    const text = keyText(key);
    for (let told = 0; told < messages; told++) this.#host.wakes.wake(wakeKind, text);
  }

  /** The queue has gone, or has other settings: all who wait for it look again. */
  tellAll(key: PartitionKey): void {
    for (const receiver of this.#waiting.get(keyText(key)) ?? []) receiver.wake();
  }

  /** All that wait are answered at once, from now on. */
  close(): void {
    for (const receivers of this.#waiting.values()) for (const receiver of receivers) receiver.end();
  }

  stop(): void {
    this.close();
    this.#stopListening();
  }

  #wakeOne(text: string): void {
    for (const receiver of this.#waiting.get(text) ?? []) if (receiver.wake()) return;
  }
}

class Receiver implements WaitingReceiver {
  isWoken = false;
  readonly #clock: ServiceHost["clock"];
  readonly #signal: AbortSignal;
  readonly #onLeave: (hasTaken: boolean) => void;
  #hasEnded = false;
  #settle: (() => void) | undefined;

  constructor(clock: ServiceHost["clock"], signal: AbortSignal, onLeave: (hasTaken: boolean) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#onLeave = onLeave;
  }

  async wait(untilMs: number, nextMs: number | undefined): Promise<boolean> {
    if (!this.isWoken && !this.#isOver(untilMs)) await this.#pause(Math.min(untilMs, nextMs ?? untilMs));
    if (this.#isOver(untilMs)) return false;
    this.isWoken = false;
    return true;
  }

  leave(hasTaken: boolean): void {
    this.#onLeave(hasTaken);
  }

  /** False if it has been woken already, and has not looked since. */
  wake(): boolean {
    if (this.isWoken) return false;
    this.isWoken = true;
    this.#settle?.();
    return true;
  }

  end(): void {
    this.#hasEnded = true;
    this.#settle?.();
  }

  #isOver(untilMs: number): boolean {
    return this.#hasEnded || this.#signal.aborted || this.#clock.nowMs() >= untilMs;
  }

  #pause(untilMs: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        timer.cancel();
        this.#signal.removeEventListener("abort", settle);
        this.#settle = undefined;
        resolve();
      };
      const timer: Timer = this.#clock.at(untilMs, settle);
      this.#signal.addEventListener("abort", settle);
      this.#settle = settle;
    });
  }
}
