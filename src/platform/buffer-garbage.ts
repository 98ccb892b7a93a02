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

function findCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as (options: { type: "minor" }) => void;
  setFlagsFromString("--no-expose-gc");
  return () => gc({ type: "minor" });
}
