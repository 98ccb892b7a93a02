import { mkdirSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import { alphabets, type Random } from "../../platform/random.ts";
import { RuntimeUnavailableError } from "../sandbox.ts";
import { Agent } from "./agent.ts";
import { frameTypes } from "./frames.ts";
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
  /** What its processes are launched with while they have no function. */
  readonly ownEnvironment: Readonly<Record<string, string>>;
  /** A process for snapshots, or from one. Undefined where there can be none. */
  readonly fork?: (options: Pick<StartOptions, "isTemplate" | "from">) => Promise<HeldProcess>;
  /** The process that has a connection. Undefined where nobody can be asked. */
  readonly whose?: (from: string, to: string) => Promise<string | undefined>;
  readonly isOver: () => boolean;
  readonly close: () => Promise<void>;
}

/** The agent of an interpreter, for its stations of all sizes. Undefined on a machine without Python. */
export async function startAgent(
  given: LaunchPlan,
  ground: Ground,
  { log, installDir, random }: NamespaceSandboxOptions,
): Promise<Agent | undefined> {
  const [connections, { mode }] = await Promise.all([ground.connections(), ground.isolation()]);
  const python = ground.findPython();
  if (!python) return undefined;
  const mountPoint = newRoot(connections.folder, random);
  mkdirSync(mountPoint, { mode: 0o755 });
  const { socketPath } = connections;
  const tracesId = random.uuid();
  let agent: Agent | undefined;
  void connections.expect(tracesId, (type, payload) => {
    if (type === frameTypes.trace) agent?.onTrace(payload);
  });
  const network = ground.network();
  const plan = await ground.withPrograms(given);
  agent = await Agent.start({ python, installDir, plan, mode, mountPoint, socketPath, tracesId, network, log });
  void agent.ended.then(() => connections.forget(tracesId));
  return agent;
}

/** Starts what makes environments by this plan; its pools are not filled yet. The agent is not the station's to close. */
export async function openStation(
  plan: LaunchPlan,
  agent: Agent | undefined,
  ground: Ground,
  options: NamespaceSandboxOptions,
): Promise<Station> {
  return agent ? openAgentStation(plan, agent, ground, options) : openShellStation(plan, ground, options);
}

async function openAgentStation(
  { launch, waiting }: LaunchPlan,
  agent: Agent,
  ground: Ground,
  { clock, random }: NamespaceSandboxOptions,
): Promise<Station> {
  const connections = await ground.connections();
  const isSilent = launch.kind === "bootstrap";
  const accept = (socket: Socket) => ground.accept(socket);
  const { command } = launch;
  const startOne = (how: StartOptions) => startProcess(agent, connections, random.uuid(), accept, how);
  const start = (hold: boolean) => startOne({ hold, isSilent, command });
  const pool = new Pool<FunctionProcess>(isSilent ? 0 : waiting, clock, async () => untilBooted(await start(false)));
  const heldPool = isSilent ? new Pool(waiting, clock, () => start(true)) : undefined;
  const close = async () => {
    await Promise.all([pool.close(), heldPool?.close()]);
  };
  const whose = (from: string, to: string) => agent.whose(from, to);
  const ownEnvironment = launch.environment;
  return {
    ownEnvironment,
    pool,
    heldPool,
    hold: () => start(true),
    fork: startOne,
    whose,
    isOver: () => agent.isOver,
    close,
  };
}

async function openShellStation(
  plan: LaunchPlan,
  ground: Ground,
  { log, clock, random, installDir }: NamespaceSandboxOptions,
): Promise<Station> {
  const [connections, { mode }] = await Promise.all([ground.connections(), ground.isolation()]);
  if (plan.launch.kind !== "exec" || mode === "none") throw new RuntimeUnavailableError(needsPython);
  const all = new Set<FunctionProcess>();
  const start = () => {
    const root = newRoot(connections.folder, random);
    const process = startShellProcess(random.uuid(), { installDir, plan, mode, root, log });
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
  return { pool, hold, ownEnvironment: plan.launch.environment, isOver: () => false, close };
}

export const needsPython =
  "Squall makes the sandbox of this function with Python 3, and this machine has none: `apt-get install python3`.";

function newRoot(folder: string, random: Random): string {
  return join(folder, `root-${random.text(8, alphabets.hex)}`);
}
