import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { definePython, findAgentPython } from "../../../runtimes/python/runtime.ts";
import type { RuntimeFamily } from "../../../runtimes/runtime.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import {
  type EnvironmentSpec,
  type RuntimeReport,
  RuntimeUnavailableError,
  type Sandbox,
  type SandboxEnvironment,
  type SandboxReport,
} from "../sandbox.ts";
import { Agent } from "./agent.ts";
import { Connections } from "./connections.ts";
import { NamespaceEnvironment } from "./environment.ts";
import { Pool } from "./pool.ts";
import { type FunctionProcess, startProcess } from "./process.ts";

export interface NamespaceSandboxOptions {
  /** For sockets and the like: emptied at the stop. */
  readonly runDir: string;
  /** For what is installed once for all servers. */
  readonly cacheDir: string;
  /** Squall's package root, which holds `runtimes/`. */
  readonly installDir: string;
  readonly endpoint: () => string;
  readonly allowUnisolated: boolean;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
}

/** Isolates with what every Linux has: namespaces and control groups. See docs/decisions/0003-sandbox.md. */
export function createNamespaceSandbox(options: NamespaceSandboxOptions): Sandbox {
  return new NamespaceSandbox(options);
}

/** What serves one interpreter. */
interface Station {
  readonly family: RuntimeFamily;
  readonly agent: Agent;
  readonly pool: Pool;
  readonly startNew: (environment?: Readonly<Record<string, string>>) => Promise<FunctionProcess>;
}

class NamespaceSandbox implements Sandbox {
  readonly #options: NamespaceSandboxOptions;
  readonly #families: readonly RuntimeFamily[];
  /** Interpreter → its station; runtimes that share an interpreter share it. */
  readonly #stations = new Map<string, Promise<Station>>();
  #connections: Promise<Connections> | undefined;
  #closed = false;

  constructor(options: NamespaceSandboxOptions) {
    this.#options = options;
    const { installDir, cacheDir, log } = options;
    this.#families = [definePython({ installDir, cacheDir, say: (message) => log.info(message) })];
  }

  async report(): Promise<SandboxReport> {
    return { isolation: "namespaces", privilege: "root", memoryLimit: "none", missing: [] };
  }

  async runtimes(): Promise<readonly RuntimeReport[]> {
    return [];
  }

  async prepare(runtime: string): Promise<void> {
    await this.#station(runtime);
  }

  async start(spec: EnvironmentSpec): Promise<SandboxEnvironment> {
    const station = await this.#station(spec.runtime);
    const { pool, family } = station;
    const process = await (family.needsOwnProcess(spec.environment) ? station.startNew(spec.environment) : pool.take());
    try {
      await process.assign(spec.codeDir, spec.memoryMiB, spec.tmpMiB);
    } catch (error) {
      await process.kill();
      pool.refill();
      throw error;
    }
    return new NamespaceEnvironment(spec, process, () => pool.refill());
  }

  async close(): Promise<void> {
    this.#closed = true;
    const stations = await Promise.all([...this.#stations.values()].map((station) => station.catch(() => undefined)));
    await Promise.all(stations.map((station) => station?.agent.close()));
    await (await this.#connections)?.close();
  }

  async #station(runtime: string): Promise<Station> {
    const family = this.#families.find(({ identifiers }) => identifiers.includes(runtime));
    if (!family) throw new RuntimeUnavailableError(`No interpreter serves the runtime ${runtime}.`);
    const interpreter = await family.find(runtime);
    if (!interpreter) throw new RuntimeUnavailableError(`This machine has no interpreter for ${runtime}: ${family.remedy(runtime)}.`);
    const known = this.#stations.get(interpreter.executable);
    if (known && !(await known.catch(() => undefined))?.agent.isOver) return known;
    if (this.#closed) throw new Error("the sandbox is closed");
    const station = this.#open(family, interpreter.executable, runtime);
    this.#stations.set(interpreter.executable, station);
    return station;
  }

  async #open(family: RuntimeFamily, executable: string, runtime: string): Promise<Station> {
    const { log, random, installDir, runDir } = this.#options;
    this.#connections ??= Connections.open(runDir);
    const connections = await this.#connections;
    const interpreter = await family.find(runtime);
    const python = findAgentPython();
    if (!interpreter || !python) throw new RuntimeUnavailableError(`This machine has no Python`);
    const plan = await family.plan(interpreter);
    const mountPoint = join(connections.folder, `root-${random.text(8, "abcdefghijklmnopqrstuvwxyz")}`);
    mkdirSync(mountPoint, { mode: 0o755 });
    const userNamespace = process.getuid?.() !== 0;
    const agent = await Agent.start({ python, installDir, plan, userNamespace, mountPoint, socketPath: connections.socketPath, log });
    const startNew = (environment?: Readonly<Record<string, string>>) => startProcess(agent, connections, random.uuid(), environment);
    const pool = new Pool(plan.waiting, startNew);
    await pool.fill();
    log.debug("an interpreter is ready", { runtime, executable });
    return { family, agent, pool, startNew };
  }
}
