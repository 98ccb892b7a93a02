import { isNamed } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import type { CodeStore } from "../code/code-store.ts";
import { functionNotFound } from "../errors.ts";
import type { Fleets } from "../invocation/fleet/fleets.ts";
import { versionStore } from "../versions/version-store.ts";
import {
  type FunctionFamily,
  type FunctionRecord,
  functionArn,
  latestVersion,
  qualifiedArn,
  versionKey,
} from "./function.ts";
import type { FunctionDirectory } from "./function-directory.ts";
import { functionPartition, functionStore } from "./function-store.ts";
import type { RuntimeNotices } from "./runtime-notices.ts";
import { isSnapStarted } from "./snap-start.ts";

/** Something begun: `ready` when the version can serve or has failed, `ended` when that is written down. Neither rejects. */
interface Running {
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
}

/** Takes functions from Pending to Active, and updates from InProgress to Successful: code in place, runtime booted. */
export class Activation {
  readonly #host: ServiceHost;
  readonly #leastUpdateMs: number;
  readonly #runtimes: RuntimeNotices;
  readonly #directory: FunctionDirectory;
  readonly #code: CodeStore;
  readonly #fleets: Fleets;
  readonly #deployed: (record: FunctionRecord) => void;
  readonly #running = new Map<string, Running>();
  #stopping = Promise.withResolvers<void>();
  #stopTakingOver: () => Promise<void> = async () => {};

  constructor(parts: {
    host: ServiceHost;
    leastUpdateMs: number;
    runtimes: RuntimeNotices;
    directory: FunctionDirectory;
    code: CodeStore;
    fleets: Fleets;
    /** The latest version is another, and that is stored. */
    deployed: (record: FunctionRecord) => void;
  }) {
    this.#host = parts.host;
    this.#leastUpdateMs = parts.leastUpdateMs;
    this.#runtimes = parts.runtimes;
    this.#directory = parts.directory;
    this.#code = parts.code;
    this.#fleets = parts.fleets;
    this.#deployed = parts.deployed;
  }

  /** Begins in the background; the record is the one just committed. */
  begin(record: FunctionRecord): void {
    const key = versionKey(record);
    const ready = Promise.withResolvers<void>();
    const ended = this.#activate(record, ready.resolve)
      .catch((error: Error) => {
        this.#host.log.error("a function could not be activated", {
          function: qualifiedArn(record, record.version),
          error: error.message,
        });
      })
      .finally(() => {
        ready.resolve();
        if (this.#running.get(key) === running) this.#running.delete(key);
      });
    const running = { ready: ready.promise, ended };
    this.#running.set(key, running);
  }

  /**
   * Fulfilled when the version can serve, or has failed. One that another node has begun with is prepared here, too: it is needed here, and the
   * other may be dead. Who is first writes it down.
   */
  async settled(record: FunctionRecord): Promise<void> {
    if (!this.#running.has(versionKey(record)) && isUnfinished(record)) this.begin(record);
    await this.#running.get(versionKey(record))?.ready;
  }

  /** Goes on with what another node had begun and will not end. */
  takeOver(): void {
    const { nodes, ownership } = this.#host;
    const held = ownership.hold("lambda.activation", {
      begin: () => this.#finishAll(),
      end: async () => {},
    });
    const stopListening = nodes.onChange(({ died }) => {
      if (died.length > 0 && held.lease()?.isHeld()) this.#finishAll();
    });
    this.#stopTakingOver = async () => {
      stopListening();
      await held.close();
    };
  }

  #finishAll(): void {
    this.resume().catch((error: Error) => {
      this.#host.log.error("functions that are being made could not be looked for", { error: error.message });
    });
  }

  /** Everything begun has ended: for a clean stop, and for a reset, after which more may begin. */
  async idle(): Promise<void> {
    this.#stopping.resolve();
    await this.#stopTakingOver();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    this.#stopping = Promise.withResolvers();
  }

  /** At start: goes on with what a stop interrupted, and boots the runtimes in use. Gives every version there is. */
  async resume(): Promise<FunctionRecord[]> {
    const all: FunctionRecord[] = [];
    for await (const family of functionStore.all(this.#host.storage)) all.push(...(await this.#recordsOf(family)));
    for (const record of all) {
      if (isUnfinished(record) && !this.#running.has(versionKey(record))) this.begin(record);
    }
    // Of runtimes whose processes are of a size: that of the function changed last.
    const byAge = all.toSorted((a, b) => a.lastModifiedMs - b.lastModifiedMs);
    for (const [runtime, memoryMiB] of new Map(byAge.map(({ configuration: c }) => [c.runtime, c.memoryMiB]))) {
      this.#runtimes.boot(runtime, memoryMiB).catch((error: Error) => this.#host.log.warn(error.message, { runtime }));
    }
    return all;
  }

  async #recordsOf({ latest, lastVersion }: FunctionFamily): Promise<FunctionRecord[]> {
    if (lastVersion === 0) return [latest];
    const versions = await functionPartition(this.#host.storage, latest).read((tx) =>
      versionStore.list(tx, latest.name),
    );
    return [latest, ...versions];
  }

  async #activate(record: FunctionRecord, serves: () => void): Promise<void> {
    const beganMs = this.#host.clock.nowMs();
    const failure = await this.#prepare(record);
    if (!failure && (await this.#isUpdate(record))) {
      if (record.version === latestVersion) this.#fleets.deploy(record);
      serves();
      await this.#until(beganMs + this.#leastUpdateMs);
    }
    try {
      if (record.version === latestVersion) await this.#finishLatest(record, failure);
      else await this.#finishVersion(record, failure);
    } catch (error) {
      // Deleted meanwhile, or made anew under the same name: not ours to finish.
      if (!isNamed(error, "ResourceNotFoundException")) throw error;
      if (!(await this.#directory.findSame(record))) await this.#fleets.remove(record);
    }
  }

  /** Whether this is an update that is in progress, or the version published with one. */
  async #isUpdate(record: FunctionRecord): Promise<boolean> {
    const latest = (await this.#directory.findSame(record))?.family.latest;
    return latest?.lastModifiedMs === record.lastModifiedMs && latest.lastUpdate.status === "InProgress";
  }

  /** Until the update has been in progress for as long as that is to be seen; a server that stops does not wait. */
  async #until(atMs: number): Promise<void> {
    if (this.#host.clock.nowMs() >= atMs) return;
    const shown = Promise.withResolvers<void>();
    const timer = this.#host.clock.at(atMs, shown.resolve);
    await Promise.race([shown.promise, this.#stopping.promise]);
    timer.cancel();
  }

  async #finishLatest(record: FunctionRecord, failure: string | undefined): Promise<void> {
    const { family } = await this.#directory.change(record, async (stored) => {
      const latest = stored?.latest;
      const isSame = latest?.id === record.id && latest.lastModifiedMs === record.lastModifiedMs;
      const ours = isSame && isUnfinished(latest);
      if (!stored || !ours) throw functionNotFound(functionArn(record));
      const finished = { ...latest, ...outcomeOf(latest, failure), revisionId: this.#host.random.uuid() };
      return { ...stored, latest: finished };
    });
    const serving = this.#fleets.serving(versionKey(record));
    if (!failure && serving?.record.lastModifiedMs !== record.lastModifiedMs) this.#fleets.deploy(family.latest);
    if (!failure) this.#deployed(record);
  }

  async #finishVersion(record: FunctionRecord, failure: string | undefined): Promise<void> {
    await this.#directory.change(record, async (stored, tx) => {
      const version = await versionStore.find(tx, record.name, record.version);
      const ours = version?.id === record.id && isUnfinished(version);
      if (!stored || !ours) throw functionNotFound(qualifiedArn(record, record.version));
      await versionStore.put(tx, { ...version, ...outcomeOf(version, failure), revisionId: this.#host.random.uuid() });
      return stored;
    });
  }

  /** Undefined if all is there, else the reason. */
  async #prepare(record: FunctionRecord): Promise<string | undefined> {
    try {
      await Promise.all([
        this.#code.directories(record),
        this.#runtimes.boot(record.configuration.runtime, record.configuration.memoryMiB),
      ]);
      if (isSnapStarted(record)) await this.#snapshot(record);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async #snapshot(record: FunctionRecord): Promise<void> {
    try {
      await this.#fleets.deploy(record).prepareSnapshot();
    } catch (error) {
      await this.#fleets.remove(record);
      throw error;
    }
  }
}

function isUnfinished({ state, lastUpdate }: FunctionRecord): boolean {
  return state.name === "Pending" || lastUpdate.status === "InProgress";
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
