import { BoundedCache } from "../../../../platform/bounded-cache.ts";
import type { EnvironmentSpec, Sandbox, SandboxEnvironment } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import type { CodeDirectories, CodeStore } from "../../code/code-store.ts";
import { type FunctionRecord, functionKey } from "../../functions/function.ts";
import { PackageZygote } from "./package-zygote.ts";
import { type Trial, tryModules } from "./try-modules.ts";
import { commonVariables, isLoadedAhead, mayHaveZygote, zygoteKey } from "./zygote-key.ts";

/** Fewer are imported in less time than an environment of a fork's takes. */
const leastModules = 20;
/** The largest packages import a few thousand. */
const mostModules = 10_000;
const mostNameLength = 300;
const mostSeconds = 60;
/** What a function's modules took too long for once is not tried again with each of its next versions. */
const noTrialMs = 10 * 60_000;
const functionsRemembered = 1_000;

export interface ZygotesParts {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  /** What all of them together may hold. None are made where it is 0. */
  readonly mostBytes: number;
  /** Of a trial. */
  readonly processorSeconds: number;
}

/** A fleet's way to the zygote of its version. */
export interface ZygoteHold {
  /** An environment that has inherited the version's modules, or undefined where it must be made otherwise. */
  start(spec: EnvironmentSpec): Promise<SandboxEnvironment | undefined>;
  /** Whether it would like to be told which modules an environment has imported. */
  readonly isCurious: boolean;
  learn(directories: CodeDirectories, imported: readonly string[]): void;
  release(): void;
}

/** What is told of one: for `squall doctor` and the console. */
export interface ZygoteReport {
  /** With the version. */
  readonly arn: string;
  /** `NAME:VERSION` */
  readonly function: string;
  readonly isReady: boolean;
  readonly bytes: number;
  readonly inherited: readonly string[];
  readonly left: Readonly<Record<string, string>>;
  /** Why there is none. */
  readonly refusal: string | undefined;
}

/**
 * The zygotes of versions: processes that have imported what of a version's modules a fork may inherit, in a sandbox like an environment's, without credentials. Each
 * is made after the version's first initialisation, in the background, one after the other; when they hold too much, the one used longest ago goes
 * (docs/decisions/0076).
 */
export class PackageZygotes {
  readonly #parts: ZygotesParts;
  /** The one used last comes last. */
  readonly #zygotes = new Map<string, PackageZygote>();
  /** By the function's key: until when none of its versions is tried. */
  readonly #untriable = new BoundedCache<string, number>(functionsRemembered);
  #working: AbortController | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ZygotesParts) {
    this.#parts = parts;
  }

  /** Undefined for what has none. */
  hold(record: FunctionRecord): ZygoteHold | undefined {
    if (this.#parts.mostBytes === 0 || !mayHaveZygote(record)) return undefined;
    const key = zygoteKey(record, this.#parts.host.config.endpoint());
    const known = this.#zygotes.get(key) ?? new PackageZygote(key, record);
    this.#zygotes.set(key, known);
    known.holders += 1;
    let isHeld = true;
    return {
      start: (spec) => this.#start(known, record, spec),
      get isCurious() {
        return known.trial === undefined && known.refusal === undefined && !known.isMaking;
      },
      learn: (directories, imported) => this.#learn(known, record, directories, imported),
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        known.holders -= 1;
        if (known.holders > 0) return;
        this.#zygotes.delete(key);
        void known.retire();
      },
    };
  }

  reports(): ZygoteReport[] {
    return [...this.#zygotes.values()]
      .filter(({ trial, refusal }) => trial !== undefined || refusal !== undefined)
      .map(({ arn, name, isReady, bytes, trial, refusal }) => ({
        arn,
        function: name,
        isReady,
        bytes,
        inherited: trial?.inherit ?? [],
        left: trial?.left ?? {},
        refusal,
      }));
  }

  /** Lets the one go that was used longest ago. False if there is none. */
  evict(): boolean {
    const ready = [...this.#zygotes.values()].filter(({ isReady }) => isReady);
    // One from which environments live holds its memory until they end.
    const first = ready.find(({ isInUse }) => !isInUse) ?? ready[0];
    if (first) void first.retire();
    return first !== undefined;
  }

  /** Ends all: called when no fleet holds any. */
  async stop(): Promise<void> {
    this.#working?.abort();
    await this.#work;
    await Promise.all([...this.#zygotes.values()].map((zygote) => zygote.retire()));
  }

  async #start(
    zygote: PackageZygote,
    record: FunctionRecord,
    spec: EnvironmentSpec,
  ): Promise<SandboxEnvironment | undefined> {
    this.#zygotes.delete(zygote.key);
    this.#zygotes.set(zygote.key, zygote);
    if (zygote.isMissing) this.#later(zygote, () => this.#make(zygote, record, spec));
    return zygote.isReady ? zygote.start(spec) : undefined;
  }

  #learn(zygote: PackageZygote, record: FunctionRecord, directories: CodeDirectories, told: readonly string[]): void {
    const imported = told.filter((name) => name.length <= mostNameLength).slice(0, mostModules);
    if (zygote.trial || zygote.isMaking || imported.length < leastModules) return;
    const { clock } = this.#parts.host;
    if ((this.#untriable.get(functionKey(record)) ?? 0) > clock.monotonicMs()) {
      zygote.refusal = "the modules of a version shortly before could not be tried";
      return;
    }
    this.#later(zygote, async (signal) => {
      if (isLoadedAhead(record.configuration.runtime)) {
        await this.#found(zygote, record, directories, { inherit: imported, left: {} });
        return;
      }
      const { sandbox, processorSeconds } = this.#parts;
      const spec = await this.#spec(record, directories);
      const trial = await tryModules(sandbox, clock, spec, { names: imported, processorSeconds }, signal);
      if (!trial) {
        zygote.refusal = "its modules could not be tried: they took too long, or ended the process";
        this.#untriable.set(functionKey(record), clock.monotonicMs() + noTrialMs);
      } else await this.#found(zygote, record, directories, trial);
    });
  }

  async #found(
    zygote: PackageZygote,
    record: FunctionRecord,
    directories: CodeDirectories,
    trial: Trial,
  ): Promise<void> {
    zygote.trial = trial;
    if (trial.inherit.length < leastModules) zygote.refusal = "too little of it may be inherited";
    else await this.#make(zygote, record, directories);
  }

  async #make(
    zygote: PackageZygote,
    record: FunctionRecord,
    directories: Pick<EnvironmentSpec, "codeDir" | "optDir">,
  ): Promise<void> {
    const { host, sandbox, mostBytes } = this.#parts;
    if (zygote.holders === 0) return;
    const { codeDir, optDir } = directories;
    const spec = await this.#spec(record, { codeDir, optDir });
    const snapshot = await sandbox.snapshot({ ...spec, inherits: zygote.trial?.inherit ?? [] });
    const timer = host.clock.afterMachine(mostSeconds * 1000, () => void snapshot.close());
    const result = await snapshot.init();
    timer.cancel();
    if (result.kind !== "ready") {
      await snapshot.close();
      const said =
        result.kind === "error" ? (JSON.parse(result.error.toString("utf8")) as { errorMessage?: string }) : {};
      zygote.refusal = said.errorMessage ?? "its process ended";
      return;
    }
    const bytes = await snapshot.peakBytes();
    zygote.adopt(snapshot, bytes);
    if (bytes > mostBytes) {
      zygote.refusal = `it would hold ${Math.ceil(bytes / 1024 ** 2)} MiB`;
      await zygote.retire();
    }
    while (this.#heldBytes() > mostBytes && this.evict());
    // Its fleet may have gone while it was made.
    if (zygote.holders === 0) await zygote.retire();
  }

  #heldBytes(): number {
    let bytes = 0;
    for (const zygote of this.#zygotes.values()) bytes += zygote.bytes;
    return bytes;
  }

  /** One after the other, and after what is being compiled: all that are deployed at once would have the machine to themselves. */
  #later(zygote: PackageZygote, work: (signal: AbortSignal) => Promise<void>): void {
    zygote.isMaking = true;
    void this.#parts.code.compileInTurn(async () => {
      if (zygote.holders === 0) return;
      this.#working = new AbortController();
      this.#work = work(this.#working.signal)
        .catch((error: Error) => {
          zygote.refusal = error.message;
          this.#parts.host.log.debug("a version has no zygote", { function: zygote.name, error: error.message });
        })
        .finally(() => {
          zygote.isMaking = false;
        });
      await this.#work;
    });
  }

  async #spec(record: FunctionRecord, { codeDir, optDir }: Pick<EnvironmentSpec, "codeDir" | "optDir">) {
    const { host, code } = this.#parts;
    const { runtime, handler, memoryMiB, ephemeralStorageMiB } = record.configuration;
    return {
      id: host.random.uuid(),
      runtime,
      codeDir,
      optDir,
      bytecodeDir: await code.bytecodeDirectory(record),
      handler,
      environment: commonVariables(record, host.config.endpoint()),
      memoryMiB,
      tmpMiB: ephemeralStorageMiB,
      onOutput: () => undefined,
    };
  }
}
