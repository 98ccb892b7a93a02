import { withLines } from "../../../../sandbox/telemetry/event-lines.ts";

/** Keeps the end of one invocation's log for `LogType=Tail`. Costs nothing while nobody asked for it. */
export class LogTail {
  readonly #limitBytes: number;
  #bytes: Buffer | undefined;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  start(): void {
    this.#bytes = Buffer.alloc(0);
  }

  write(text: Buffer | string): void {
    if (!this.#bytes) return;
    const all = Buffer.concat([this.#bytes, typeof text === "string" ? Buffer.from(text) : text]);
    this.#bytes = all.subarray(Math.max(0, all.length - this.#limitBytes));
  }

  /** Ends it. Undefined if it was not started. */
  take(): Buffer | undefined {
    const bytes = this.#bytes;
    this.#bytes = undefined;
    return bytes && Buffer.from(withLines(bytes.toString("utf8")));
  }
}
