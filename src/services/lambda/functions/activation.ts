import { isNamed } from "../../../platform/aws-error.ts";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../service.ts";
import type { CodeStore } from "../code/code-store.ts";
import { functionNotFound } from "../errors.ts";
import type { Fleets } from "../invocation/fleets.ts";
import { type FunctionRecord, functionArn } from "./function.ts";
import type { FunctionDirectory } from "./function-directory.ts";
import { allFunctions } from "./function-store.ts";

/** Takes functions from Pending to Active, and updates from InProgress to Successful: code in place, runtime booted. */
export class Activation {
  readonly #host: ServiceHost;
  readonly #sandbox: Sandbox;
  readonly #directory: FunctionDirectory;
  readonly #code: CodeStore;
  readonly #fleets: Fleets;
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: {
    host: ServiceHost;
    sandbox: Sandbox;
    directory: FunctionDirectory;
    code: CodeStore;
    fleets: Fleets;
  }) {
    this.#host = parts.host;
    this.#sandbox = parts.sandbox;
    this.#directory = parts.directory;
    this.#code = parts.code;
    this.#fleets = parts.fleets;
  }

  /** Begins in the background; the record is the one just committed. */
  begin(record: FunctionRecord): void {
    const arn = functionArn(record);
    const running = this.#activate(record).finally(() => {
      if (this.#running.get(arn) === running) this.#running.delete(arn);
    });
    this.#running.set(arn, running);
  }

  /** Fulfilled when nothing is being activated for the function any more. */
  async settled(arn: string): Promise<void> {
    await this.#running.get(arn);
  }

  /** Everything begun has ended: for a clean stop. */
  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  /** At start: goes on with what a stop interrupted, and boots the runtimes in use. Gives the hashes of all code in use. */
  async resume(): Promise<Set<string>> {
    const used = new Set<string>();
    const runtimes = new Set<string>();
    for await (const record of allFunctions(this.#host.storage)) {
      used.add(record.code.sha256);
      runtimes.add(record.configuration.runtime);
      if (record.state.name === "Pending" || record.lastUpdate.status === "InProgress") this.begin(record);
    }
    for (const runtime of runtimes) {
      this.#sandbox.prepare(runtime).catch((error: Error) => this.#host.log.warn(error.message, { runtime }));
    }
    return used;
  }

  async #activate(record: FunctionRecord): Promise<void> {
    const failure = await this.#prepare(record);
    try {
      const current = await this.#directory.change({ ...record, qualifier: undefined }, async (stored) => {
        // Deleted meanwhile, or made anew under the same name: not ours to finish.
        if (stored?.revisionId !== record.revisionId) throw functionNotFound(functionArn(record));
        return { ...stored, ...outcomeOf(stored, failure), revisionId: this.#host.random.uuid() };
      });
      if (!failure) this.#fleets.deploy(current);
    } catch (error) {
      if (!isNamed(error, "ResourceNotFoundException")) throw error;
    }
  }

  /** Undefined if all is there, else the reason. */
  async #prepare(record: FunctionRecord): Promise<string | undefined> {
    try {
      await Promise.all([this.#code.directory(record.code), this.#sandbox.prepare(record.configuration.runtime)]);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

function outcomeOf(record: FunctionRecord, failure: string | undefined): Pick<FunctionRecord, "state" | "lastUpdate"> {
  if (record.state.name === "Pending") {
    return failure
      ? { state: { name: "Failed", reason: failure }, lastUpdate: { status: "Failed", reason: failure } }
      : { state: { name: "Active" }, lastUpdate: { status: "Successful" } };
  }
  return {
    state: record.state,
    lastUpdate: failure ? { status: "Failed", reason: failure } : { status: "Successful" },
  };
}
