import type { Interpreter, LaunchPlan, RuntimeFamily } from "../../../runtimes/runtime.ts";
import { RuntimeUnavailableError } from "../sandbox.ts";
import type { Agent } from "./agent.ts";
import type { Ground } from "./ground.ts";
import type { NamespaceSandboxOptions } from "./namespace-sandbox-options.ts";
import { openStation, type Station, startAgent } from "./station.ts";

/** The station of each interpreter that a function has asked for. */
export class Stations {
  readonly #options: NamespaceSandboxOptions;
  readonly #ground: Ground;
  /** By interpreter (and memory): runtimes that have the same one share its station. Those used last come last. */
  readonly #stations = new Map<string, Promise<Station>>();
  /** By interpreter: the stations of all sizes share one. */
  readonly #agents = new Map<string, Promise<Agent | undefined>>();
  #closed = false;

  constructor(options: NamespaceSandboxOptions, ground: Ground) {
    this.#options = options;
    this.#ground = ground;
  }

  /** Opened if need be. Rejects with `RuntimeUnavailableError` if this machine cannot serve it. */
  async of(family: RuntimeFamily, runtime: string, memoryMiB: number): Promise<Station> {
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
    const { mode, report } = await this.#ground.isolation();
    if (mode === "none" && !allowUnisolated) {
      throw new RuntimeUnavailableError(
        `Functions cannot be isolated here. ${report.missing.join(" ")} To run them without isolation start Squall with --allow-unisolated.`,
      );
    }
    const plan = await family.plan(interpreter, memoryMiB).catch((error: Error) => {
      throw new RuntimeUnavailableError(error.message);
    });
    const agent = await this.#agentOf(interpreter, plan);
    const station = await openStation(plan, agent, this.#ground, this.#options);
    await (station.heldPool ?? station.pool).fill().catch(async (error) => {
      await station.close();
      throw error;
    });
    log.debug("an interpreter is ready", { interpreter: interpreter.executable, version: interpreter.version });
    return station;
  }

  async #agentOf({ executable }: Interpreter, plan: LaunchPlan): Promise<Agent | undefined> {
    const known = this.#agents.get(executable);
    const isUsable = await known?.then(
      (agent) => !agent?.isOver,
      () => false,
    );
    const current = this.#agents.get(executable);
    if (current && (isUsable || current !== known)) return current;
    const started = startAgent(plan, this.#ground, this.#options);
    this.#agents.set(executable, started);
    return started;
  }

  /** Those that are there, when they are. */
  async opened(): Promise<Station[]> {
    const settled = await Promise.allSettled(this.#stations.values());
    return settled.flatMap((station) => (station.status === "fulfilled" ? [station.value] : []));
  }

  /** No new ones are opened from now on. */
  refuse(): void {
    this.#closed = true;
  }

  async close(): Promise<void> {
    this.refuse();
    const stations = await this.opened();
    const agents = await Promise.allSettled(this.#agents.values());
    const closing = stations.map((station) => station.close());
    await Promise.all(agents.map((agent) => (agent.status === "fulfilled" ? agent.value?.close() : undefined)));
    await Promise.all(closing);
  }
}

/** Sizes of functions for which processes wait, of runtimes that have a limit of memory from their start. */
const waitingSizes = 4;
