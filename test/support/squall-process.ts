import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A built Squall (`dist/`) as a process of its own, as users run it. */
export interface SquallProcess extends AsyncDisposable {
  readonly port: number;
  readonly endpoint: string;
  /** From the process's start to its answering requests. */
  readonly readyMs: number;
  readonly pid: number;
  /** The processes it has started, and theirs. */
  descendants(): number[];
  /** What it has written on its standard error, where that is captured. */
  said(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface LaunchOptions {
  /** Whether what it says on standard error is kept for the test rather than shown. */
  readonly captures?: boolean;
  /** Called with what it says on standard error, where that is captured, as it comes. */
  readonly heard?: (text: string) => void;
  /** Variables that it has beside this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** What is run instead of `dist/` with this Node; the flags come after it. */
  readonly command?: readonly string[];
}

export async function launchSquall(
  flags: readonly string[] = ["--ephemeral"],
  { captures = false, heard, environment = {}, command = ownCommand }: LaunchOptions = {},
): Promise<SquallProcess> {
  const startedMs = performance.now();
  const [program, ...given] = [...command, "--port", "0", "--log", "warn", ...flags] as [string, ...string[]];
  const child = spawn(program, given, {
    stdio: ["ignore", "pipe", captures ? "pipe" : "inherit"],
    env: {
      ...process.env,
      // Who measures cold starts or counts environments starts from none; a flag has the last word.
      SQUALL_PROACTIVE: "off",
      NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", root)),
      ...environment,
    },
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-mostSaid);
    heard?.(text);
  });
  const port = await untilReady(child).catch((error: Error) => {
    throw new Error(`${error.message}${said && `: ${said}`}`);
  });
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };
  return {
    port,
    endpoint: `http://localhost:${port}`,
    readyMs: performance.now() - startedMs,
    pid: child.pid ?? 0,
    descendants: () => descendantsOf(child.pid ?? 0),
    said: () => said,
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

const root = new URL("../../", import.meta.url);
/** What is run, with flags after it, where no other command is given. */
export const ownCommand: readonly string[] = [
  process.execPath,
  "--disable-warning=ExperimentalWarning",
  fileURLToPath(new URL("dist/src/main.js", root)),
  "start",
];

/** Characters. */
const mostSaid = 1_000_000;

async function untilReady(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error("the child has no output");
  for await (const line of createInterface(child.stdout)) {
    const port = /ready at http:\/\/[^ ]+:(\d+)/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new Error("Squall ended before it was ready");
}

/** Resident memory of a process alone, and of all its descendants, in MiB. */
export function memoryOf(pid: number): { ownMiB: number; descendantsMiB: number } {
  return { ownMiB: rssMiB(pid), descendantsMiB: descendantsOf(pid).reduce((sum, each) => sum + pssMiB(each), 0) };
}

/** The processes that one has started, and theirs. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended while the list was read.
    }
  }
  const isDescendant = (of: number): boolean => {
    const parent = parents.get(of);
    return parent === pid || (parent !== undefined && parent > 1 && isDescendant(parent));
  };
  return [...parents.keys()].filter((each) => isDescendant(each));
}

/** The most resident memory that a process has had so far. */
export function peakMemoryMiB(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) / 1024;
}

function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) / 1024;
}

/** Memory that forks share is counted once. */
function pssMiB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
