import { type FunctionRecord, latestVersion, versionKey } from "../functions/function.ts";
import type { DebugPort } from "./debug-port.ts";

/** A function that runs from a directory of the machine instead of its uploaded code. */
export interface Development {
  /** Absolute, without symbolic links. */
  readonly directory: string;
  readonly debugPort: DebugPort | undefined;
  /** Tells who asked for it why it is over. The uploaded code is live again. */
  readonly end: (reason: string) => void;
}

/** The functions of `squall dev`. Only `$LATEST` is developed: published versions never change. */
export class DevelopedFunctions {
  readonly #byKey = new Map<string, Development>();

  of(record: FunctionRecord): Development | undefined {
    return record.version === latestVersion ? this.#byKey.get(versionKey(record)) : undefined;
  }

  set(record: FunctionRecord, development: Development): void {
    this.#byKey.set(versionKey(record), development);
  }

  /** False if another development, or none, is the function's by now. */
  remove(record: FunctionRecord, development: Development): boolean {
    return this.of(record) === development && this.#byKey.delete(versionKey(record));
  }

  endAll(reason: string): void {
    for (const { end } of [...this.#byKey.values()]) end(reason);
  }
}
