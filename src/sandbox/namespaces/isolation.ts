import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Log } from "../../platform/log.ts";
import type { SandboxReport } from "../sandbox.ts";
import { Agent } from "./agent.ts";
import { unshareFlags } from "./shell-process.ts";

/** What this machine's kernel lets Squall do, found by trying. */
export interface Isolation {
  readonly report: SandboxReport;
  /** How agents are to be started. */
  readonly mode: AgentMode;
  /** The agents' interpreter; without one util-linux must do. */
  readonly python: string | undefined;
}

/** `user-namespace`: root only of a namespace of its own. `none`: no isolation at all. */
export type AgentMode = "root" | "user-namespace" | "none";

export interface ProbeOptions {
  readonly installDir: string;
  /** An existing folder. */
  readonly folder: string;
  readonly log: Log;
  /** The ways that may be tried; all by default. */
  readonly modes?: readonly AgentMode[];
  readonly python: string | undefined;
}

const run = promisify(execFile);

const memoryAdvice: Readonly<Record<string, string>> = {
  none: "Without Python 3 sandboxes are made by util-linux: memory is not limited, starts are slower, and functions with variables that their interpreter reads at its start are refused: `apt-get install python3`.",
  watched:
    "No control group can be made here, so memory is watched 20 times a second instead of limited by the kernel, and the processor is not shared by weight: run Squall as root, or in a delegated group (`systemd-run --user --scope -p Delegate=yes squall start`).",
};

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
      const memoryLimit = python ? await probe(python, mode, options) : await probeShell(mode);
      const advice = memoryAdvice[memoryLimit];
      return {
        mode,
        python,
        report: {
          isolation: "namespaces",
          privilege: mode,
          memoryLimit,
          missing: advice ? [advice] : [],
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

async function probe(python: string, mode: AgentMode, { installDir, folder, log }: ProbeOptions): Promise<string> {
  const mountPoint = join(folder, `probe-${mode}`);
  mkdirSync(mountPoint, { recursive: true });
  const plan = { binds: [], launch: { kind: "exec", command: ["/bin/true"], environment: {} } } as const;
  try {
    const agent = await Agent.start({ python, installDir, plan, mode, mountPoint, socketPath: "", log });
    const { memoryLimit } = agent;
    await agent.close();
    return memoryLimit;
  } finally {
    rmSync(mountPoint, { recursive: true, force: true });
  }
}

async function probeShell(mode: AgentMode): Promise<string> {
  await run("unshare", [...unshareFlags(mode), "--", "setpriv", "--no-new-privs", "true"]);
  return "none";
}

function unisolated(missing: readonly string[]): Isolation {
  return {
    mode: "none",
    python: undefined,
    report: { isolation: "none", privilege: "none", memoryLimit: "none", missing },
  };
}
