import type { Socket } from "node:net";
import { findAgentPython } from "../../../runtimes/python/interpreters.ts";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import { Connections } from "./connections.ts";
import { type NetworkSettings, toNetworkSettings } from "./environment-network.ts";
import { FunctionPrograms } from "./function-root.ts";
import { findIsolation, type Isolation } from "./isolation.ts";
import type { NamespaceSandboxOptions } from "./namespace-sandbox-options.ts";

/** What all environments of a sandbox stand on: the socket they connect to, and how this machine isolates. Made when first asked for. */
export class Ground {
  readonly #options: NamespaceSandboxOptions;
  readonly #programs: FunctionPrograms;
  #connections: Promise<Connections> | undefined;
  #isolation: Promise<Isolation> | undefined;

  constructor(options: NamespaceSandboxOptions) {
    this.#options = options;
    this.#programs = new FunctionPrograms(options.cacheDir, options.clock);
  }

  connections(): Promise<Connections> {
    this.#connections ??= Connections.open(this.#options.runDir);
    return this.#connections;
  }

  async isolation(): Promise<Isolation> {
    const { installDir, log, modes } = this.#options;
    const { folder } = await this.connections();
    this.#isolation ??= findIsolation({
      installDir,
      folder,
      log,
      modes,
      python: this.findPython(),
      network: this.network(),
    });
    return this.#isolation;
  }

  /** What agents are to make of networks. The endpoint is known when the server listens. */
  network(): NetworkSettings {
    return toNetworkSettings(this.#options.network ?? "outside", this.#options.endpoint());
  }

  /** The plan with what an agent is to mount in place of the host's programs. */
  async withPrograms(plan: LaunchPlan): Promise<LaunchPlan> {
    const { mode } = await this.isolation();
    if (this.#options.root === "host" || mode === "none") return plan;
    // Last: one folder lies in another of the plan's own.
    return { ...plan, binds: [...plan.binds, ...(await this.#programs.binds(plan))] };
  }

  /** Where connections to Squall's endpoint go that come from functions. */
  accept(socket: Socket): void {
    const { accept } = this.#options;
    if (accept) accept(socket);
    else socket.destroy();
  }

  /** The agents' interpreter. */
  findPython(): string | undefined {
    return (this.#options.findPython ?? findAgentPython)();
  }

  /** Fulfilled when nobody tries any more what this machine can do. */
  async settle(): Promise<void> {
    await this.#isolation;
  }

  async close(): Promise<void> {
    await (await this.#connections)?.close();
  }
}
