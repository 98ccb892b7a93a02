import { mkdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineCustom } from "../../../runtimes/custom/runtime.ts";
import { defineDotnet } from "../../../runtimes/dotnet/runtime.ts";
import { defineJava } from "../../../runtimes/java/runtime.ts";
import { defineNode } from "../../../runtimes/node/runtime.ts";
import { findAgentPython } from "../../../runtimes/python/interpreters.ts";
import { definePython } from "../../../runtimes/python/runtime.ts";
import { defineRuby } from "../../../runtimes/ruby/runtime.ts";
import type { Interpreter, LaunchPlan, RuntimeFamily } from "../../../runtimes/runtime.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { alphabets, type Random } from "../../platform/random.ts";
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
import { Agent, type ExtensionProgram } from "./agent.ts";
import { ApiEnvironment } from "./api-environment.ts";
import { Connections } from "./connections.ts";
import { NamespaceEnvironment } from "./environment.ts";
import { ExtensibleEnvironment, type ExtensibleParts } from "./extensible-environment.ts";
import { type AgentMode, findIsolation, type Isolation } from "./isolation.ts";
import { Pool } from "./pool.ts";
import { type FunctionProcess, type HeldProcess, type StartOptions, startProcess, untilBooted } from "./process.ts";
import { startShellProcess } from "./shell-process.ts";
import { NamespaceSnapshot } from "./snapshot.ts";
import { toUnisolatedSpec } from "./unisolated-spec.ts";
import { WrappedEnvironment } from "./wrapped-environment.ts";

export interface NamespaceSandboxOptions {
  /** For sockets and the like: what is left there by a killed server is swept. */
  readonly runDir: string;
  /** For what is installed once for all servers. */
  readonly cacheDir: string;
  /** Squall's package root, which holds `runtimes/`. */
  readonly installDir: string;
  readonly endpoint: () => string;
  /** Runs functions as ordinary processes where the kernel allows no sandbox. */
  readonly allowUnisolated: boolean;
  /** The ways to isolate that may be used; all by default. */
  readonly modes?: readonly AgentMode[];
  /** Finds the interpreter of the agents; by default any Python. */
  readonly findPython?: () => string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
}

/** Isolates with what every Linux has: namespaces and control groups. See docs/decisions/0003-sandbox.md. */
export function createNamespaceSandbox(options: NamespaceSandboxOptions): Sandbox {
  return new NamespaceSandbox(options);
}

/** What makes environments of one interpreter. */
interface Station {
  readonly pool: Pool<FunctionProcess>;
  /** Of sandboxes for programs that functions bring themselves; then the other pool is empty. */
  readonly heldPool?: Pool<HeldProcess>;
  /** A sandbox outside the pool whose process is to be launched when the code is there. */
  readonly hold: () => Promise<HeldProcess>;
  /** A process for snapshots, or from one. Undefined where there can be none. */
  readonly fork?: (options: Pick<StartOptions, "isTemplate" | "from">) => Promise<HeldProcess>;
  /** The process that has a connection. Undefined where nobody can be asked. */
  readonly whose?: (from: string, to: string) => Promise<string | undefined>;
  readonly isOver: () => boolean;
  readonly close: () => Promise<void>;
}

class NamespaceSandbox implements Sandbox {
  readonly #options: NamespaceSandboxOptions;
  readonly #families: readonly RuntimeFamily[];
  /** By interpreter (and memory): runtimes that have the same one share its station. Those used last come last. */
  readonly #stations = new Map<string, Promise<Station>>();
  readonly #standIns = new Map<string, Promise<string | undefined>>();
  readonly #runtimeApi: RuntimeApi;
  /** Environments without an address of their own. */
  readonly #byProcess = new Map<string, ApiSession>();
  #shared: Promise<Endpoint> | undefined;
  #connections: Promise<Connections> | undefined;
  #isolation: Promise<Isolation> | undefined;
  #hasToldOfLayers = false;
  #closed = false;

  constructor(options: NamespaceSandboxOptions) {
    const { installDir, cacheDir, log } = options;
    const host = { installDir, cacheDir, say: (message: string) => log.info(message) };
    this.#options = options;
    this.#runtimeApi = new RuntimeApi(options.random);
    this.#families = [
      definePython(host),
      defineNode(host),
      defineJava(host),
      defineRuby(host),
      defineDotnet(host),
      defineCustom(),
    ];
  }

  async report(): Promise<SandboxReport> {
    return (await this.#findIsolation()).report;
  }

  async runtimes(): Promise<readonly RuntimeReport[]> {
    const all = this.#families.flatMap((family) => family.identifiers.map((runtime) => ({ family, runtime })));
    return Promise.all(
      all.map(async ({ family, runtime }): Promise<RuntimeReport> => {
        const found = await family.find(runtime);
        if (!found)
          return {
            runtime,
            interpreter: undefined,
            version: undefined,
            sdk: undefined,
            remedy: family.remedy(runtime),
          };
        return { runtime, interpreter: found.executable, version: found.version, sdk: found.sdk, remedy: found.remedy };
      }),
    );
  }

  async install(runtime: string): Promise<void> {
    const family = this.#familyOf(runtime);
    this.#standIns.delete(runtime);
    if (!family.install)
      throw new RuntimeUnavailableError(`Squall cannot install ${runtime} by itself: ${family.remedy(runtime)}.`);
    await family.install(runtime).catch((error: Error) => {
      throw new RuntimeUnavailableError(error.message);
    });
  }

  standIn(runtime: string): Promise<string | undefined> {
    const known = this.#standIns.get(runtime) ?? this.#findStandIn(runtime);
    this.#standIns.set(runtime, known);
    return known;
  }

  async #findStandIn(runtime: string): Promise<string | undefined> {
    const found = await this.#familyOf(runtime).find(runtime);
    if (!found || found.exact) return undefined;
    return `${runtime} is served by version ${found.version}, the nearest on this machine: ${found.remedy}`;
  }

  async prepare(runtime: string, memoryMiB = leastMemoryMiB): Promise<void> {
    const { pool } = await this.#station(this.#familyOf(runtime), runtime, memoryMiB);
    await pool.warm();
  }

  async start(given: EnvironmentSpec): Promise<SandboxEnvironment> {
    const spec = await this.#toSpec(given);
    const family = this.#familyOf(spec.runtime);
    const station = await this.#station(family, spec.runtime, spec.memoryMiB);
    const names = spec.extensions ? await extensionPrograms(spec.optDir) : [];
    const isOwn = station.heldPool !== undefined || names.length > 0 || usesWrapper(spec.environment);
    return isOwn ? this.#startWithApi(spec, family, station, names) : this.#startPlain(spec, family, station);
  }

  /** By frames. Should a part of its process want to be an extension, it finds the APIs at the address all such environments share. */
  async #startPlain(spec: EnvironmentSpec, family: RuntimeFamily, station: Station): Promise<SandboxEnvironment> {
    const { pool, hold } = station;
    const held = family.needsOwnProcess(spec.environment, spec.codeDir) ? await hold() : undefined;
    const process = held ?? (await pool.take());
    try {
      await process.assign(spec, spec.memoryMiB, spec.tmpMiB);
    } catch (error) {
      await process.kill();
      pool.refill();
      throw error;
    }
    const address = spec.extensions && station.whose ? await this.#sharedAddress() : "";
    const placed = toPlaced(spec, address);
    const inner = new NamespaceEnvironment(placed, process, held !== undefined, () => pool.refill());
    const environment = this.#toExtensible({
      spec: placed,
      process,
      inner,
      runtime: undefined,
      programs: [],
      address,
      host: "127.0.0.1",
      launch: held && (() => held.launch(placed.environment)),
    });
    if (address !== "") {
      this.#byProcess.set(process.id, environment);
      void process.ended.then(() => this.#byProcess.delete(process.id));
    }
    return environment;
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
    const held = heldPool
      ? await heldPool.take()
      : family.needsOwnProcess(spec.environment, spec.codeDir)
        ? await hold()
        : undefined;
    const process = held ?? (await pool.take());
    const refill = () => (heldPool ?? pool).refill();
    const { owns } = process;
    if (!owns) {
      await process.kill();
      throw new RuntimeUnavailableError(needsPython);
    }
    let session: ApiSession = { runtime: undefined, extensions: undefined, telemetry: undefined };
    try {
      const { address, close } = await this.#runtimeApi.open(
        () => session,
        ({ from, to }) => owns(from, to),
      );
      void process.ended.then(close);
      const hostsFile = await this.#writeHosts(process, address);
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
        host: hostsFile ? hostOf(address) : "127.0.0.1",
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

  async snapshot(given: EnvironmentSpec): Promise<Snapshot> {
    const spec = await this.#toSpec(given);
    const family = this.#familyOf(spec.runtime);
    const { fork } = await this.#station(family, spec.runtime, spec.memoryMiB);
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
    const template = new NamespaceEnvironment(placed, process, false, () => undefined, true);
    return new NamespaceSnapshot(template, async (asked) => {
      const restoredSpec = await this.#toSpec(asked);
      const { memoryMiB, tmpMiB } = restoredSpec;
      const restored = await fork({ from: { of: process.id, memoryMiB, tmpMiB } });
      const restoredPlaced = await this.#placeSnapshot(restoredSpec, restored);
      return this.#toExtensible({
        spec: restoredPlaced,
        process: restored,
        inner: new NamespaceEnvironment(restoredPlaced, restored, false, () => undefined),
        runtime: undefined,
        programs: [],
        address: "",
        host: "127.0.0.1",
        launch: undefined,
      });
    });
  }

  /** Its credentials come by HTTP: those of its variables would be too old when an environment is made from it. */
  async #placeSnapshot(spec: EnvironmentSpec, process: FunctionProcess): Promise<EnvironmentSpec> {
    const { credentials } = spec;
    if (!credentials) return spec;
    const address = await this.#sharedAddress();
    this.#byProcess.set(process.id, {
      runtime: undefined,
      extensions: undefined,
      telemetry: undefined,
      credentials,
    });
    void process.ended.then(() => this.#byProcess.delete(process.id));
    return { ...spec, environment: { ...spec.environment, ...credentialsVariables(address, credentials) } };
  }

  #toExtensible(parts: Omit<ExtensibleParts, "clock" | "random">): ExtensibleEnvironment {
    const { clock, random } = this.#options;
    return new ExtensibleEnvironment({ ...parts, clock, random });
  }

  async #toSpec(spec: EnvironmentSpec): Promise<EnvironmentSpec> {
    const { mode } = await this.#findIsolation();
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
    const { mode } = await this.#findIsolation();
    const folder = mode === "none" ? join(optDir ?? "", "extensions") : "/opt/extensions";
    return names.map((name) => ({ name, path: `${folder}/${name}` }));
  }

  /** Gives AWS's names for the environment to its own address, so that all can listen on the same port. Undefined where nothing is mounted. */
  async #writeHosts(process: FunctionProcess, address: string): Promise<string | undefined> {
    const { mode } = await this.#findIsolation();
    if (mode === "none") return undefined;
    const { folder } = await this.#openConnections();
    const path = join(folder, `${process.id}-hosts`);
    const ofHost = await readFile("/etc/hosts", "utf8").catch(() => "127.0.0.1 localhost\n");
    await writeFile(path, `${ofHost}\n${hostOf(address)} sandbox.localdomain sandbox\n`, { mode: 0o644 });
    void process.ended.then(() => rm(path, { force: true }));
    return path;
  }

  #sharedAddress(): Promise<string> {
    this.#shared ??= this.#runtimeApi.openShared(async ({ from, to }) => {
      const stations = await Promise.allSettled(this.#stations.values());
      for (const station of stations) {
        const id = station.status === "fulfilled" ? await station.value.whose?.(from, to) : undefined;
        if (id !== undefined) return this.#byProcess.get(id);
      }
      return undefined;
    });
    return this.#shared.then(({ address }) => address);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#isolation;
    this.#runtimeApi.close();
    const stations = await Promise.allSettled(this.#stations.values());
    await Promise.all(stations.map(async (station) => station.status === "fulfilled" && station.value.close()));
    await (await this.#connections)?.close();
  }

  #familyOf(runtime: string): RuntimeFamily {
    const family = this.#families.find(({ identifiers }) => identifiers.includes(runtime));
    if (!family) throw new RuntimeUnavailableError(`Squall does not run ${runtime} yet.`);
    return family;
  }

  async #station(family: RuntimeFamily, runtime: string, memoryMiB: number): Promise<Station> {
    const interpreter = await family.find(runtime);
    if (!interpreter) {
      throw new RuntimeUnavailableError(`This machine has no interpreter for ${runtime}: ${family.remedy(runtime)}.`);
    }
    const key = family.isSized ? `${interpreter.executable} ${memoryMiB}` : interpreter.executable;
    const known = this.#stations.get(key);
    // One that could not be opened, or whose agent has died, is opened again.
    const isUsable = await known?.then(
      ({ isOver }) => !isOver(),
      () => false,
    );
    const current = this.#stations.get(key);
    if (current && (isUsable || current !== known)) return this.#use(family, key, current);
    if (this.#closed) throw new Error("the sandbox is closed");
    return this.#use(family, key, this.#open(family, interpreter, memoryMiB));
  }

  /** Of sizes that have not been used for long nothing waits: another size costs what it holds. */
  #use(family: RuntimeFamily, key: string, station: Promise<Station>): Promise<Station> {
    this.#stations.delete(key);
    this.#stations.set(key, station);
    if (family.isSized) {
      const sized = [...this.#stations].filter(([other]) => other.includes(" "));
      for (const [, other] of sized.slice(0, -waitingSizes))
        other.then(({ pool }) => pool.rest()).catch(() => undefined);
    }
    return station;
  }

  async #open(family: RuntimeFamily, interpreter: Interpreter, memoryMiB: number): Promise<Station> {
    const { log, allowUnisolated } = this.#options;
    const { mode, report } = await this.#findIsolation();
    if (mode === "none" && !allowUnisolated) {
      throw new RuntimeUnavailableError(
        `Functions cannot be isolated here. ${report.missing.join(" ")} To run them without isolation start Squall with --allow-unisolated.`,
      );
    }
    const plan = await family.plan(interpreter, memoryMiB).catch((error: Error) => {
      throw new RuntimeUnavailableError(error.message);
    });
    const station = await this.#openStation(plan);
    await (station.heldPool ?? station.pool).fill().catch(async (error) => {
      await station.close();
      throw error;
    });
    log.debug("an interpreter is ready", { interpreter: interpreter.executable, version: interpreter.version });
    return station;
  }

  async #openStation(plan: LaunchPlan): Promise<Station> {
    const { log, clock, random, installDir, findPython = findAgentPython } = this.#options;
    const [connections, { mode }] = await Promise.all([this.#openConnections(), this.#findIsolation()]);
    const newRoot = () => join(connections.folder, `root-${random.text(8, alphabets.hex)}`);
    const python = findPython();
    if (!python) {
      if (plan.launch.kind !== "exec" || mode === "none") throw new RuntimeUnavailableError(needsPython);
      const all = new Set<FunctionProcess>();
      const start = () => {
        const process = startShellProcess(random.uuid(), { installDir, plan, mode, root: newRoot(), log });
        all.add(process);
        void process.ended.then(() => all.delete(process));
        return untilBooted(process);
      };
      const pool = new Pool(plan.waiting, clock, start);
      const close = async () => {
        const closing = pool.close();
        await Promise.all([...all].map((process) => process.kill()));
        await closing;
      };
      const hold = () => Promise.reject(new RuntimeUnavailableError(needsPython));
      return { pool, hold, isOver: () => false, close };
    }
    const mountPoint = newRoot();
    mkdirSync(mountPoint, { mode: 0o755 });
    const agent = await Agent.start({
      python,
      installDir,
      plan,
      mode,
      mountPoint,
      socketPath: connections.socketPath,
      log,
    });
    const isSilent = plan.launch.kind === "bootstrap";
    const start = (hold: boolean) => startProcess(agent, connections, random.uuid(), { hold, isSilent });
    const pool = new Pool<FunctionProcess>(isSilent ? 0 : plan.waiting, clock, async () =>
      untilBooted(await start(false)),
    );
    const heldPool = isSilent ? new Pool(plan.waiting, clock, () => start(true)) : undefined;
    const close = async () => {
      await Promise.all([pool.close(), heldPool?.close(), agent.close()]);
    };
    const whose = (from: string, to: string) => agent.whose(from, to);
    const fork = (options: StartOptions) => startProcess(agent, connections, random.uuid(), options);
    return { pool, heldPool, hold: () => start(true), fork, whose, isOver: () => agent.isOver, close };
  }

  #openConnections(): Promise<Connections> {
    this.#connections ??= Connections.open(this.#options.runDir);
    return this.#connections;
  }

  async #findIsolation(): Promise<Isolation> {
    const { installDir, log, modes, findPython = findAgentPython } = this.#options;
    const { folder } = await this.#openConnections();
    this.#isolation ??= findIsolation({ installDir, folder, log, modes, python: findPython() });
    return this.#isolation;
  }
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

/** Sizes of functions for which processes wait, of runtimes that have a limit of memory from their start. */
const waitingSizes = 4;
const leastMemoryMiB = 128;

const needsPython =
  "Squall makes the sandbox of this function with Python 3, and this machine has none: `apt-get install python3`.";
