import type { Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import type { AgentMode } from "./agent-mode.ts";
import type { FunctionNetwork } from "./environment-network.ts";
import type { FunctionRoot } from "./function-root.ts";

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
  /** Which network functions are to have; `outside` by default. */
  readonly network?: FunctionNetwork;
  /** Whose programs functions are to find; AWS's by default. */
  readonly root?: FunctionRoot;
  /** Takes the connections to Squall's endpoint that come from the networks of functions. Without it nobody answers there. */
  readonly accept?: (socket: Socket) => void;
  /** The ways to isolate that may be used; all by default. */
  readonly modes?: readonly AgentMode[];
  /** Finds the interpreter of the agents; by default any Python. */
  readonly findPython?: () => string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
}
