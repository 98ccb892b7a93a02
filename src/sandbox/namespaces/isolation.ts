import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Log } from "../../platform/log.ts";
import type { SandboxReport } from "../sandbox.ts";
import { Agent } from "./agent.ts";
import type { AgentMode } from "./agent-mode.ts";
import type { FunctionNetwork, NetworkSettings } from "./environment-network.ts";
import { unshareFlags } from "./shell-process.ts";

/** What this machine's kernel lets Squall do, found by trying. */
export interface Isolation {
  readonly report: Omit<SandboxReport, "programs">;
  /** How agents are to be started. */
  readonly mode: AgentMode;
  /** The agents' interpreter; without one util-linux must do. */
  readonly python: string | undefined;
}

export interface ProbeOptions {
  readonly installDir: string;
  /** An existing folder. */
  readonly folder: string;
  readonly log: Log;
  /** The ways that may be tried; all by default. */
  readonly modes?: readonly AgentMode[];
  readonly python: string | undefined;
  readonly network: NetworkSettings;
}

const run = promisify(execFile);

const memoryAdvice: Readonly<Record<string, string>> = {
  none: "Without Python 3 sandboxes are made by util-linux: memory is not limited, starts are slower, environments are not frozen between events, functions find all programs of this machine, and only Node.js, Java and Ruby functions run, without extensions or variables that their interpreter reads at its start: others are refused. `apt-get install python3`.",
  watched:
    "No control group can be made here, so memory is watched 20 times a second instead of limited by the kernel, the processor is not shared by weight, and environments are not frozen between events: run Squall as root, or in a delegated group (`systemd-run --user --scope -p Delegate=yes squall start`).",
};

const freezerAdvice =
  "The freezer of control groups is not there, so environments are not frozen between events: threads of a function run on, and use the processor, when it has answered. Mount it (`mount -t cgroup -o freezer cgroup /sys/fs/cgroup/freezer`), or use control groups of version 2.";

/** Starts an agent in each way that could work, best first, and ends it. */
export async function findIsolation(options: ProbeOptions): Promise<Isolation> {
  const { python } = options;
  if (process.platform !== "linux")
    return unisolated(["Isolation needs Linux: on another system run Squall in a Linux machine."]);
  const refusals: string[] = [];
  const possible: readonly AgentMode[] = process.getuid?.() === 0 ? ["root", "user-namespace"] : ["user-namespace"];
  for (const mode of possible) {
    if (options.modes && !options.modes.includes(mode)) continue;
    try {
      const { memoryLimit, freezes, network, networkRefusal } = python
        ? await probe(python, mode, options)
        : await probeShell(mode);
      const advice = memoryAdvice[memoryLimit] ?? (freezes ? undefined : freezerAdvice);
      const ofNetwork = adviseOnNetwork(options.network.kind, network, networkRefusal);
      return {
        mode,
        python,
        report: {
          isolation: "namespaces",
          privilege: mode,
          memoryLimit,
          freezes,
          network,
          missing: [advice, ofNetwork].filter((sentence) => sentence !== undefined),
        } as Isolation["report"],
      };
    } catch (error) {
      refusals.push(`${mode}: ${(error as Error).message}`);
    }
  }
  return unisolated([
    `The kernel refuses a sandbox (${refusals.join("; ")}). It needs Linux 5.12 or newer, and either root with CAP_SYS_ADMIN or user namespaces for ordinary users (\`sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0\`; in Docker \`--privileged\`).`,
  ]);
}

/** What is missing of the network that functions are to have. */
function adviseOnNetwork(
  wanted: FunctionNetwork,
  network: FunctionNetwork,
  refusal: string | undefined,
): string | undefined {
  if (network === wanted) return undefined;
  const why = refusal ? ` (${refusal})` : "";
  if (network === "host")
    return `Functions share the host's network, and reach whatever listens on its loopback: no network namespace can be made here${why}. It needs Linux with network namespaces (CONFIG_NET_NS), \`sysctl user.max_net_namespaces\` above 0, and Python 3.`;
  return `Functions reach Squall and nothing outside: the kernel gives no way to pass their connections on${why}. It needs nf_tables with TPROXY (CONFIG_NFT_TPROXY, \`modprobe nft_tproxy\`). With --function-network host they have the host's network.`;
}

async function probe(
  python: string,
  mode: AgentMode,
  { installDir, folder, log, network: wanted }: ProbeOptions,
): Promise<Probe> {
  const mountPoint = join(folder, `probe-${mode}`);
  mkdirSync(mountPoint, { recursive: true });
  const plan = { binds: [], launch: { kind: "exec", command: ["/bin/true"], environment: {} } } as const;
  try {
    const agent = await Agent.start({
      python,
      installDir,
      plan,
      mode,
      mountPoint,
      socketPath: "",
      network: wanted,
      log,
    });
    const { memoryLimit, canFreeze: freezes, network, networkRefusal } = agent;
    await agent.close();
    return { memoryLimit, freezes, network, networkRefusal };
  } finally {
    rmSync(mountPoint, { recursive: true, force: true });
  }
}

async function probeShell(mode: AgentMode): Promise<Probe> {
  await run("unshare", [...unshareFlags(mode), "--", "setpriv", "--no-new-privs", "true"]);
  return { memoryLimit: "none", freezes: false, network: "host", networkRefusal: "there is no Python 3" };
}

interface Probe {
  readonly memoryLimit: string;
  readonly freezes: boolean;
  readonly network: FunctionNetwork;
  readonly networkRefusal: string | undefined;
}

function unisolated(missing: readonly string[]): Isolation {
  return {
    mode: "none",
    python: undefined,
    report: { isolation: "none", privilege: "none", memoryLimit: "none", freezes: false, network: "host", missing },
  };
}
