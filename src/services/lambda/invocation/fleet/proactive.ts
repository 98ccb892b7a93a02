import type { ServiceHost } from "../../../service.ts";
import { type FunctionRecord, functionArn, qualifiedArn } from "../../functions/function.ts";
import type { FunctionDirectory } from "../../functions/function-directory.ts";
import { isSnapStarted } from "../../functions/snap-start.ts";
import type { LambdaSettings } from "../../settings.ts";
import type { MachineMemory } from "./machine-memory.ts";

export interface ProactiveParts {
  readonly host: ServiceHost;
  readonly functions: FunctionDirectory;
  readonly memory: MachineMemory;
  readonly settings: LambdaSettings;
}

/** A fleet, as far as it is asked here. */
export interface Preparable {
  readonly record: FunctionRecord;
  readonly mayStartAhead: boolean;
  startAhead(over: () => void): Promise<void>;
}

/**
 * Environments that are initialised before anybody calls them, for functions of unreserved concurrency: one for each fleet at a time, all together
 * within a budget of memory, and none that others would have to go for. Source: "Understanding the Lambda execution environment lifecycle": "Lambda
 * occasionally pre-initializes execution environments to reduce the number of cold start invocations".
 */
export class Proactive {
  readonly #parts: ProactiveParts;
  /** By the functions' sizes, of those that have had no event yet. */
  #heldBytes = 0;

  constructor(parts: ProactiveParts) {
    this.#parts = parts;
  }

  /** Begins with one for the fleet in the background, if it may have one. */
  begin(fleet: Preparable): void {
    const { record } = fleet;
    const bytes = record.configuration.memoryMiB * 1024 ** 2;
    if (!this.#hasRoom(bytes) || !fleet.mayStartAhead || isSnapStarted(record)) return;
    // One that is not known any more is being deleted.
    const family = this.#parts.functions.peek(functionArn(record))?.family;
    if (!family || family.reservedConcurrency !== undefined) return;
    this.#heldBytes += bytes;
    let isHeld = true;
    const over = () => {
      if (isHeld) this.#heldBytes -= bytes;
      isHeld = false;
    };
    fleet.startAhead(over).catch((error: Error) => {
      const of = { function: qualifiedArn(record, record.version), error: error.message };
      this.#parts.host.log.debug("an environment could not be initialised ahead", of);
    });
  }

  #hasRoom(bytes: number): boolean {
    const { memory, settings } = this.#parts;
    if (this.#heldBytes + bytes > settings.proactiveBytes) return false;
    return memory.availableBytes() >= 2 * settings.spareMemoryBytes + bytes;
  }
}
