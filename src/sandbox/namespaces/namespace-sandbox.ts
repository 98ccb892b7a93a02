import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RuntimeFamily } from "../../../runtimes/runtime.ts";
import { openFilesAdvice } from "../../platform/open-files.ts";
import { extensionPrograms } from "../extensions/extension-programs.ts";
import { credentialsVariables } from "../runtime-api/credentials.ts";
import { type ApiSession, type Endpoint, RuntimeApi } from "../runtime-api/runtime-api.ts";
import {
  type EnvironmentSpec,
  type RuntimeReport,
  RuntimeUnavailableError,
  type Sandbox,
  type SandboxEnvironment,
  type SandboxReport,
  type Snapshot,
} from "../sandbox.ts";
import { type Connect, connectAt } from "../telemetry/delivery.ts";
import type { ExtensionProgram } from "./agent.ts";
import { ApiEnvironment } from "./api-environment.ts";
import { openDebuggerPort } from "./debugger-port.ts";
import { NamespaceEnvironment } from "./environment.ts";
import { runtimeApiAddress } from "./environment-network.ts";
import { ExtensibleEnvironment, type ExtensibleParts } from "./extensible-environment.ts";
import { missingPrograms } from "./function-root.ts";
import { Ground } from "./ground.ts";
import { LoadedAhead, loadAhead } from "./loaded-ahead.ts";
import { MemorySampler } from "./memory-sampler.ts";
import type { NamespaceSandboxOptions } from "./namespace-sandbox-options.ts";
import { Pool } from "./pool.ts";
import { type FunctionProcess, type HeldProcess, untilBooted } from "./process.ts";
import { programNotice } from "./program-notice.ts";
import { RuntimeCatalogue } from "./runtime-catalogue.ts";
import { NamespaceSnapshot } from "./snapshot.ts";
import { needsPython, type Station } from "./station.ts";
import { Stations } from "./stations.ts";
import { toUnisolatedSpec } from "./unisolated-spec.ts";
import { WrappedEnvironment } from "./wrapped-environment.ts";

/** Isolates with what every Linux has: namespaces and control groups. See docs/decisions/0003-sandbox.md. */
export function createNamespaceSandbox(options: NamespaceSandboxOptions): Sandbox {
  return new NamespaceSandbox(options);
}

class NamespaceSandbox implements Sandbox {
  readonly #options: NamespaceSandboxOptions;
  readonly #catalogue: RuntimeCatalogue;
  readonly #ground: Ground;
  readonly #stations: Stations;
  readonly #runtimeApi: RuntimeApi;
  /** Environments without an address of their own. */
  readonly #byProcess = new Map<string, ApiSession>();
  readonly #sampler: MemorySampler;
  #shared: Promise<Endpoint> | undefined;
  #hasToldOfLayers = false;

  constructor(options: NamespaceSandboxOptions) {
    const { installDir, cacheDir, log, random } = options;
    this.#options = options;
    this.#catalogue = new RuntimeCatalogue({ installDir, cacheDir, say: (message) => log.info(message) });
    this.#ground = new Ground(options);
    this.#stations = new Stations(options, this.#ground);
    this.#runtimeApi = new RuntimeApi(random);
    this.#sampler = new MemorySampler(options.clock);
  }

  async report(): Promise<SandboxReport> {
    const { mode, python, report } = await this.#ground.isolation();
    // What util-linux makes has the host's: its own programs are among them.
    const isOfHost = this.#options.root === "host" || mode === "none" || python === undefined;
    return { ...report, programs: isOfHost ? "host" : { missing: missingPrograms("al2023") } };
  }

  runtimes(): Promise<readonly RuntimeReport[]> {
    return this.#catalogue.reports();
  }

  install(runtime: string): Promise<void> {
    return this.#catalogue.install(runtime);
  }

  standIn(runtime: string): Promise<string | undefined> {
    return this.#catalogue.standIn(runtime);
  }

  async networkNotice(): Promise<string | undefined> {
    const { network } = (await this.#ground.isolation()).report;
    const wanted = this.#options.network ?? "outside";
    if (network === wanted) return undefined;
    return network === "host"
      ? "this function runs with the host's network, which it shares with others: `squall doctor` says what is missing"
      : "this function reaches Squall and nothing outside: `squall doctor` says what is missing";
  }

  programNotice(output: Buffer): string | undefined {
    return this.#options.root === "host" ? undefined : programNotice(output);
  }

  async owns(from: string, to: string): Promise<boolean> {
    for (const { whose } of await this.#stations.opened()) if (await whose?.(from, to)) return true;
    return false;
  }

  async prepare(runtime: string, memoryMiB = leastMemoryMiB): Promise<void> {
    const { pool } = await this.#stations.of(this.#catalogue.familyOf(runtime), runtime, memoryMiB);
    await pool.warm();
  }

  start(given: EnvironmentSpec): Promise<SandboxEnvironment> {
    return this.#start(given).catch(explain);
  }

  async #start(given: EnvironmentSpec): Promise<SandboxEnvironment> {
    const spec = await this.#toSpec(given);
    const family = this.#catalogue.familyOf(spec.runtime);
    const station = await this.#stations.of(family, spec.runtime, spec.memoryMiB);
    const names = spec.extensions ? await extensionPrograms(spec.optDir) : [];
    const isOwn = station.heldPool !== undefined || names.length > 0 || usesWrapper(spec.environment);
    return isOwn ? this.#startWithApi(spec, family, station, names) : this.#startPlain(spec, family, station);
  }

  /** By frames. Should a part of its process want to be an extension, it finds the APIs at the address all such environments share. */
  async #startPlain(spec: EnvironmentSpec, family: RuntimeFamily, station: Station): Promise<SandboxEnvironment> {
    const { pool, hold } = station;
    const held = family.needsOwnProcess(spec.environment) ? await hold() : undefined;
    const process = held ?? (await pool.take());
    try {
      await process.assign(spec, spec.memoryMiB, spec.tmpMiB);
    } catch (error) {
      await process.kill();
      pool.refill();
      throw error;
    }
    const address = spec.extensions && station.whose ? await this.#addressOf(process) : "";
    return this.#toPlain(spec, process, address, () => pool.refill(), held);
  }

  /** Of a process that has the code. Should a part of it want to be an extension, it finds the APIs at the address. */
  #toPlain(
    spec: EnvironmentSpec,
    process: FunctionProcess,
    address: string,
    onInitialised: () => void,
    held?: HeldProcess,
  ): SandboxEnvironment {
    const placed = toPlaced(spec, address);
    const environment = this.#toExtensible({
      spec: placed,
      process,
      inner: new NamespaceEnvironment(placed, process, held !== undefined, onInitialised),
      runtime: undefined,
      programs: [],
      address,
      connect: connectorOf(process),
      launch: held && (() => held.launch(placed.environment)),
    });
    if (address !== "") this.#serve(process, environment);
    return environment;
  }

  /** Of an environment to whom the Runtime API need not be of its own: it has one anyway where it has a network of its own. */
  async #addressOf({ network }: FunctionProcess): Promise<string> {
    return network ? runtimeApiAddress : this.#sharedAddress();
  }

  /** What is called at that address by this process. */
  #serve(process: FunctionProcess, session: ApiSession): void {
    if (process.network) {
      process.network.serveApi((socket) => this.#runtimeApi.accept(socket, session));
      return;
    }
    this.#byProcess.set(process.id, session);
    void process.ended.then(() => this.#byProcess.delete(process.id));
  }

  /**
   * With a Runtime API address of its own: a program that the function brings itself takes its events there, and so do extensions that
   * its layers bring, which call their environment by a name of AWS's.
   */
  async #startWithApi(
    spec: EnvironmentSpec,
    family: RuntimeFamily,
    { pool, heldPool, hold }: Station,
    names: readonly string[],
  ): Promise<SandboxEnvironment> {
    const held = heldPool ? await heldPool.take() : family.needsOwnProcess(spec.environment) ? await hold() : undefined;
    const process = held ?? (await pool.take());
    const refill = () => (heldPool ?? pool).refill();
    const { owns } = process;
    if (!owns) {
      await process.kill();
      throw new RuntimeUnavailableError(needsPython);
    }
    let session: ApiSession = { runtime: undefined, extensions: undefined, telemetry: undefined };
    try {
      const { address, hostsFile } = await this.#openApi(process, owns, () => session);
      await process.assign({ ...spec, hostsFile }, spec.memoryMiB, spec.tmpMiB);
      const placed = toPlaced(spec, address);
      const inner =
        held && heldPool
          ? new ApiEnvironment(placed, held, refill)
          : usesWrapper(placed.environment)
            ? new WrappedEnvironment(placed, process, held !== undefined, refill)
            : new NamespaceEnvironment(placed, process, held !== undefined, refill);
      const environment = this.#toExtensible({
        spec: placed,
        process,
        inner,
        runtime: inner instanceof NamespaceEnvironment ? undefined : inner.session,
        programs: await this.#toPrograms(spec, names),
        address,
        connect: connectorOf(process, hostsFile ? hostOf(address) : "127.0.0.1"),
        launch: held && (() => held.launch(placed.environment)),
      });
      session = environment;
      return environment;
    } catch (error) {
      await process.kill();
      refill();
      throw error;
    }
  }

  /** In the environment's own network it has AWS's address, and so have its extensions. */
  async #openApi(
    process: FunctionProcess,
    owns: (from: string, to: string) => Promise<boolean>,
    session: () => ApiSession,
  ): Promise<{ address: string; hostsFile?: string | undefined }> {
    if (process.network) {
      process.network.serveApi((socket) => this.#runtimeApi.accept(socket, session()));
      return { address: runtimeApiAddress };
    }
    const { address, close } = await this.#runtimeApi.open(session, ({ from, to }) => owns(from, to));
    void process.ended.then(close);
    return { address, hostsFile: await this.#writeHosts(process, address) };
  }

  async snapshot(given: EnvironmentSpec): Promise<Snapshot> {
    const spec = await this.#toSpec(given);
    const family = this.#catalogue.familyOf(spec.runtime);
    const station = await this.#stations.of(family, spec.runtime, spec.memoryMiB);
    const { fork } = station;
    if (family.loadsAhead) return this.#loadAhead(spec, family, station);
    if (!family.forksSnapshots) throw new RuntimeUnavailableError(`Squall makes no snapshots of ${spec.runtime}.`);
    if (!fork) throw new RuntimeUnavailableError(needsPython);
    if ((await extensionPrograms(spec.optDir)).length > 0) {
      throw new RuntimeUnavailableError("Squall makes no snapshots of functions whose layers bring extensions.");
    }
    const process = await untilBooted(await fork({ isTemplate: true }));
    try {
      await process.assign(spec, spec.memoryMiB, spec.tmpMiB);
    } catch (error) {
      await process.kill();
      throw error;
    }
    const placed = await this.#placeSnapshot(spec, process);
    const { memoryMiB, tmpMiB } = spec;
    const forks = new Pool<FunctionProcess>(waitingForks, this.#options.clock, () =>
      fork({ from: { of: process.id, memoryMiB, tmpMiB } }),
    );
    return new NamespaceSnapshot({
      template: new NamespaceEnvironment(placed, process, false, () => undefined, true),
      forks,
      peakBytes: process.peakBytes,
      place: async (restored, asked) => {
        const restoredSpec = await this.#toSpec(asked);
        const address = restoredSpec.extensions ? await this.#addressOf(restored) : "";
        const restoredPlaced = toPlaced(await this.#placeSnapshot(restoredSpec, restored), address);
        const environment = this.#toExtensible({
          spec: restoredPlaced,
          process: restored,
          inner: new NamespaceEnvironment(restoredPlaced, restored, false, () => forks.refill()),
          runtime: undefined,
          programs: [],
          address,
          connect: connectorOf(restored),
          launch: undefined,
        });
        if (address !== "") this.#serve(restored, environment);
        return environment;
      },
    });
  }

  async #loadAhead(spec: EnvironmentSpec, family: RuntimeFamily, station: Station): Promise<Snapshot> {
    const { hold, ownEnvironment } = station;
    const names = await extensionPrograms(spec.optDir);
    if (names.length > 0 || usesWrapper(spec.environment) || family.needsOwnProcess(spec.environment)) {
      throw new RuntimeUnavailableError(
        "its environments are processes that are started with its own variables or extensions",
      );
    }
    let last: FunctionProcess | undefined;
    const waiting = new Pool<FunctionProcess>(waitingForks, this.#options.clock, async () => {
      const process = await hold();
      try {
        await process.assign(spec, spec.memoryMiB, spec.tmpMiB);
        process.launch(ownEnvironment);
        await loadAhead(await untilBooted(process), spec.inherits ?? []);
      } catch (error) {
        await process.kill();
        throw error;
      }
      last = process;
      return process;
    });
    return new LoadedAhead({
      waiting,
      peakBytes: async () => (await last?.peakBytes?.()) ?? 0,
      place: async (process, asked) => {
        const placed = await this.#toSpec(asked);
        const address = placed.extensions && station.whose ? await this.#addressOf(process) : "";
        return this.#toPlain(placed, process, address, () => waiting.refill());
      },
    });
  }

  /** Its credentials come by HTTP: those of its variables would be too old when an environment is made from it. */
  async #placeSnapshot(spec: EnvironmentSpec, process: FunctionProcess): Promise<EnvironmentSpec> {
    const { credentials } = spec;
    if (!credentials) return spec;
    const address = await this.#addressOf(process);
    this.#serve(process, { runtime: undefined, extensions: undefined, telemetry: undefined, credentials });
    return { ...spec, environment: { ...spec.environment, ...credentialsVariables(address, credentials) } };
  }

  #toExtensible(parts: Omit<ExtensibleParts, "clock" | "random" | "sampler">): ExtensibleEnvironment {
    const { clock, random } = this.#options;
    const { process, spec } = parts;
    process.onTrace = spec.onTrace;
    if (process.network && spec.environment._SQUALL_INSPECT !== undefined)
      void process.ended.then(openDebuggerPort(process.network, spec.environment, spec.onOutput));
    return new ExtensibleEnvironment({ ...parts, clock, random, sampler: this.#sampler });
  }

  async #toSpec(given: EnvironmentSpec): Promise<EnvironmentSpec> {
    const { mode } = await this.#ground.isolation();
    const { bring } = this.#catalogue.familyOf(given.runtime);
    const spec = bring ? { ...given, onWanted: bringFor(given, bring) } : given;
    if (mode !== "none") return spec;
    if (spec.optDir !== undefined && !this.#hasToldOfLayers) {
      this.#hasToldOfLayers = true;
      this.#options.log.warn(
        "without isolation a function's layers are not at /opt but at the path in its variable _SQUALL_LAYERS; PATH, LD_LIBRARY_PATH, PYTHONPATH, NODE_PATH, GEM_PATH, RUBYLIB and CLASSPATH lead there",
      );
    }
    return toUnisolatedSpec(spec);
  }

  async #toPrograms({ optDir }: EnvironmentSpec, names: readonly string[]): Promise<ExtensionProgram[]> {
    const { mode } = await this.#ground.isolation();
    const folder = mode === "none" ? join(optDir ?? "", "extensions") : "/opt/extensions";
    return names.map((name) => ({ name, path: `${folder}/${name}` }));
  }

  /** Gives AWS's names for the environment to its own address, so that all can listen on the same port. Undefined where nothing is mounted. */
  async #writeHosts(process: FunctionProcess, address: string): Promise<string | undefined> {
    const { mode } = await this.#ground.isolation();
    if (mode === "none") return undefined;
    const { folder } = await this.#ground.connections();
    const path = join(folder, `${process.id}-hosts`);
    const ofHost = await readFile("/etc/hosts", "utf8").catch(() => "127.0.0.1 localhost\n");
    await writeFile(path, `${ofHost}\n${hostOf(address)} sandbox.localdomain sandbox\n`, { mode: 0o644 });
    void process.ended.then(() => rm(path, { force: true }));
    return path;
  }

  #sharedAddress(): Promise<string> {
    this.#shared ??= this.#runtimeApi.openShared(async ({ from, to }) => {
      for (const station of await this.#stations.opened()) {
        const id = await station.whose?.(from, to);
        if (id !== undefined) return this.#byProcess.get(id);
      }
      return undefined;
    });
    return this.#shared.then(({ address }) => address);
  }

  async close(): Promise<void> {
    this.#stations.refuse();
    await this.#ground.settle();
    this.#runtimeApi.close();
    await this.#stations.close();
    await this.#ground.close();
  }
}

/** That this machine allows too few open files is not to be guessed from what failed for it. */
function explain(error: Error): never {
  const isForFiles = /EMFILE|ENFILE|[Tt]oo many open files/.test(error.message);
  throw isForFiles ? new RuntimeUnavailableError(`${error.message}. ${openFilesAdvice() ?? ""}`.trim()) : error;
}

/** To what the environment's own programs listen at: where it shares the host's network, on this address of it. */
function connectorOf({ network }: FunctionProcess, host = "127.0.0.1"): Connect {
  return network ? network.connect : connectAt(host);
}

function toPlaced(spec: EnvironmentSpec, address: string): EnvironmentSpec {
  if (address === "") return spec;
  return { ...spec, environment: { ...spec.environment, AWS_LAMBDA_RUNTIME_API: address } };
}

/** A wrapper script often makes an internal extension of what it starts. */
function usesWrapper(environment: Readonly<Record<string, string>>): boolean {
  return environment.AWS_LAMBDA_EXEC_WRAPPER !== undefined;
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":"));
}

const leastMemoryMiB = 128;

/** An environment that has asked for so many in vain is not in earnest, and the others that wait for npm go before it. */
const mostInVain = 50;

function bringFor(
  { onBringing }: EnvironmentSpec,
  bring: (name: string) => Promise<string | undefined>,
): (name: string) => Promise<string | undefined> {
  const inVain = new Map<string, string>();
  return async (name) => {
    // `require` asks once more by way of `import`: that is not told twice.
    const known = inVain.get(name) ?? (inVain.size >= mostInVain ? "too many were asked for in vain" : undefined);
    if (known !== undefined) return known;
    const brought = bring(name);
    onBringing?.(name, brought);
    const refusal = await brought;
    if (refusal !== undefined) inVain.set(name, refusal);
    return refusal;
  };
}

/** Of each snapshot. It holds what it does not share with its template, some megabytes. */
const waitingForks = 1;
