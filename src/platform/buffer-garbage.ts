import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is let go between two collections. One of the young generation takes about a millisecond. */
const collectEachBytes = 16 * 1024 * 1024;

/**
 * Counts the bytes of buffers that have been used up, and has V8 collect them every 16 MiB. By itself it lets 64 MiB of dead
 * buffers gather: their memory is outside its heap, which looks nearly empty meanwhile.
 */
export class BufferGarbage {
  readonly #collect: () => void;
  #bytes = 0;

  constructor(collect: () => void = findCollector()) {
    this.#collect = collect;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < collectEachBytes) return;
    this.#bytes = 0;
    this.#collect();
  }
}

/** What is let go before it is worth a whole collection, and how long nothing more must have been. */
const collectAllBytes = 64 * 1024 * 1024;
const quietMs = 2_000;

/**
 * The same for large buffers that were held for long: they are of the old generation, and a process that has nothing to do never
 * collects it. It is done once it is quiet, since it takes some 30 ms.
 */
export class HeldGarbage {
  readonly #collect: () => void;
  readonly #quietMs: number;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(collect: () => void = findCollector("major"), quiet: number = quietMs) {
    this.#collect = collect;
    this.#quietMs = quiet;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < collectAllBytes) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#bytes = 0;
      this.#collect();
    }, this.#quietMs).unref();
    this.#timer.refresh();
  }
}

function findCollector(type: "minor" | "major" = "minor"): () => void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as (options: { type: "minor" | "major" }) => void;
  setFlagsFromString("--no-expose-gc");
  return () => gc({ type });
}
