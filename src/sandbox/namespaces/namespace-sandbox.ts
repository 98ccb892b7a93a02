import { mkdirSync } from "node:fs";
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
import { RuntimeApi } from "../runtime-api/runtime-api.ts";
import {
  type EnvironmentSpec,
  type RuntimeReport,
  RuntimeUnavailableError,
  type Sandbox,
  type SandboxEnvironment,
  type SandboxReport,
} from "../sandbox.ts";
import { Agent } from "./agent.ts";
import { ApiEnvironment } from "./api-environment.ts";
import { Connections } from "./connections.ts";
import { NamespaceEnvironment } from "./environment.ts";
import { type AgentMode, findIsolation, type Isolation } from "./isolation.ts";
import { Pool } from "./pool.ts";
import { type FunctionProcess, type HeldProcess, startProcess, untilBooted } from "./process.ts";
import { startShellProcess } from "./shell-process.ts";

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
  #connections: Promise<Connections> | undefined;
  #isolation: Promise<Isolation> | undefined;
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
      defineDotnet(),
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

  async start(spec: EnvironmentSpec): Promise<SandboxEnvironment> {
    const family = this.#familyOf(spec.runtime);
    const { pool, heldPool, hold } = await this.#station(family, spec.runtime, spec.memoryMiB);
    if (heldPool) return this.#startBootstrap(spec, heldPool);
    const held = family.needsOwnProcess(spec.environment, spec.codeDir) ? await hold() : undefined;
    const process = held ?? (await pool.take());
    try {
      await process.assign(spec, spec.memoryMiB, spec.tmpMiB);
    } catch (error) {
      await process.kill();
      pool.refill();
      throw error;
    }
    const { mode } = await this.#findIsolation();
    const placed = mode === "none" ? withCodeInPlace(spec) : spec;
    const environment = new NamespaceEnvironment(placed, process, held !== undefined, () => pool.refill());
    held?.launch(placed.environment);
    return environment;
  }

  /** A program that the function brings itself: executed with its variables, and spoken to over the Runtime API. */
  async #startBootstrap(spec: EnvironmentSpec, pool: Pool<HeldProcess>): Promise<SandboxEnvironment> {
    const process = await pool.take();
    const { mode } = await this.#findIsolation();
    const placed = mode === "none" ? withCodeInPlace(spec) : spec;
    const environment = new ApiEnvironment(placed, process, () => pool.refill());
    try {
      const [{ address, close }] = await Promise.all([
        this.#runtimeApi.open(environment.session, ({ from, to }) => process.owns(from, to)),
        process.assign(spec, spec.memoryMiB, spec.tmpMiB),
      ]);
      void environment.exited.then(close);
      process.launch({ ...placed.environment, AWS_LAMBDA_RUNTIME_API: address });
      return environment;
    } catch (error) {
      await process.kill();
      pool.refill();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#isolation;
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
        await pool.close();
        await Promise.all([...all].map((process) => process.kill()));
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
      await Promise.all([pool.close(), heldPool?.close()]);
      await agent.close();
    };
    return { pool, heldPool, hold: () => start(true), isOver: () => agent.isOver, close };
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

/** Sizes of functions for which processes wait, of runtimes that have a limit of memory from their start. */
const waitingSizes = 4;
const leastMemoryMiB = 128;

/** Without a mount the code is where it is on the host. */
function withCodeInPlace(spec: EnvironmentSpec): EnvironmentSpec {
  return { ...spec, environment: { ...spec.environment, LAMBDA_TASK_ROOT: spec.codeDir } };
}

const needsPython =
  "Squall makes the sandbox of this function with Python 3, and this machine has none: `apt-get install python3`.";
