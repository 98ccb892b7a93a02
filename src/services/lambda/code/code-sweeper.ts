import type { Timer } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { functionStore } from "../functions/function-store.ts";
import type { Fleets } from "../invocation/fleet/fleets.ts";
import type { CodeStore } from "./code-store.ts";

const sweepEveryMs = 24 * 60 * 60 * 1000;

/** Deletes, once a day, the unpacked code of uploads that have been replaced or deleted since. */
export class CodeSweeper {
  readonly #host: ServiceHost;
  readonly #code: CodeStore;
  readonly #fleets: Fleets;
  #timer: Timer | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, code: CodeStore, fleets: Fleets) {
    this.#host = host;
    this.#code = code;
    this.#fleets = fleets;
  }

  start(): void {
    this.#timer = this.#host.clock.after(sweepEveryMs, () => {
      this.#sweeping = this.sweep().catch((error: Error) => {
        this.#host.log.error("the sweep of unpacked code failed", { error: error.message });
      });
      this.start();
    });
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#sweeping;
  }

  async sweep(): Promise<void> {
    await this.#code.sweep(async () => {
      const records: FunctionRecord[] = [];
      for await (const record of functionStore.allRecords(this.#host.storage)) records.push(record);
      // Environments of a version that is not current any more may still be at work.
      return [...records, ...this.#fleets.records()];
    });
  }
}
