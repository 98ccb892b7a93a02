import { mkdirSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import { alphabets } from "../../platform/random.ts";
import { RuntimeUnavailableError } from "../sandbox.ts";
import { Agent } from "./agent.ts";
import type { Ground } from "./ground.ts";
import type { NamespaceSandboxOptions } from "./namespace-sandbox-options.ts";
import { Pool } from "./pool.ts";
import { type FunctionProcess, type HeldProcess, type StartOptions, startProcess, untilBooted } from "./process.ts";
import { startShellProcess } from "./shell-process.ts";

/** What makes environments of one interpreter. */
export interface Station {
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

/** Starts what makes environments by this plan; its pools are not filled yet. */
export async function openStation(
  plan: LaunchPlan,
  ground: Ground,
  { log, clock, random, installDir }: NamespaceSandboxOptions,
): Promise<Station> {
  const [connections, { mode }] = await Promise.all([ground.connections(), ground.isolation()]);
  const newRoot = () => join(connections.folder, `root-${random.text(8, alphabets.hex)}`);
  const python = ground.findPython();
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
    network: ground.network(),
    log,
  });
  const isSilent = plan.launch.kind === "bootstrap";
  const accept = (socket: Socket) => ground.accept(socket);
  const start = (hold: boolean) => startProcess(agent, connections, random.uuid(), accept, { hold, isSilent });
  const pool = new Pool<FunctionProcess>(isSilent ? 0 : plan.waiting, clock, async () =>
    untilBooted(await start(false)),
  );
  const heldPool = isSilent ? new Pool(plan.waiting, clock, () => start(true)) : undefined;
  const close = async () => {
    await Promise.all([pool.close(), heldPool?.close(), agent.close()]);
  };
  const whose = (from: string, to: string) => agent.whose(from, to);
  const fork = (options: StartOptions) => startProcess(agent, connections, random.uuid(), accept, options);
  return { pool, heldPool, hold: () => start(true), fork, whose, isOver: () => agent.isOver, close };
}

export const needsPython =
  "Squall makes the sandbox of this function with Python 3, and this machine has none: `apt-get install python3`.";
