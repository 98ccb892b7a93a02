import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { LaunchPlan } from "../../../runtimes/runtime.ts";
import type { Log } from "../../platform/log.ts";
import { RuntimeUnavailableError } from "../sandbox.ts";
import type { AgentMode } from "./agent-mode.ts";
import type { Connection } from "./connections.ts";
import { frameTypes, readFrames } from "./frames.ts";
import { type FunctionProcess, type ProcessEnd, signalNames } from "./process.ts";

export interface ShellProcessOptions {
  readonly installDir: string;
  readonly plan: Pick<LaunchPlan, "binds" | "links" | "launch">;
  readonly mode: AgentMode;
  /** A path that does not exist yet. */
  readonly root: string;
  readonly log: Log;
}

/** The flags of `unshare` by which each environment gets its namespaces. */
export function unshareFlags(mode: AgentMode): string[] {
  const user = mode === "user-namespace" ? ["--user", "--map-root-user"] : [];
  return [...user, "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child=SIGKILL", "--propagation", "private"];
}

/** A process in a sandbox made by `runtimes/sandbox/environment.sh`, for machines without Python. */
export function startShellProcess(
  id: string,
  { installDir, plan, mode, root, log }: ShellProcessOptions,
): FunctionProcess {
  mkdirSync(root, { mode: 0o755 });
  const binds = plan.binds.map(([source, target]) => `${source}:${target}`);
  const links = (plan.links ?? []).map(([target, path]) => `link:${target}:${path}`);
  const variables = Object.entries(plan.launch.environment).map(([name, value]) => `${name}=${value}`);
  const command = ["env", "-i", ...variables, ...plan.launch.command];
  const script = join(installDir, "runtimes/sandbox/environment.sh");
  const child = spawn(
    "setpriv",
    // It dies with Squall, and with it all in its PID namespace.
    [
      "--pdeathsig",
      "SIGKILL",
      "unshare",
      ...unshareFlags(mode),
      "--",
      "/bin/sh",
      script,
      mode,
      root,
      ...binds,
      ...links,
      "--",
      ...command,
    ],
    { stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"], env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, detached: true },
  );
  const [, , , frames, answers] = child.stdio as unknown as Socket[];
  const booted = Promise.withResolvers<void>();
  const warm = Promise.withResolvers<void>();
  const connection: Connection = {
    socket: frames!,
    onFrame: (type) => {
      if (type === frameTypes.waiting) booted.resolve();
      if (type === frameTypes.warm) warm.resolve();
    },
  };
  readFrames(frames!, (type, payload, bytes) => connection.onFrame(type, payload, bytes));
  for (const socket of [frames!, answers!, child.stdin!]) socket.on("error", () => socket.destroy());
  // The script joins the function's output to standard output; this is what it says itself about what it could not do.
  let complaint = "";
  let isKilled = false;
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-1000);
  });
  const ended = untilEnd(child).then((end) => {
    if (complaint && !isKilled) log.warn(`a sandbox without Python: ${complaint.trim()}`);
    warm.resolve();
    frames!.destroy();
    rmSync(root, { recursive: true, force: true });
    // Some versions of `unshare` fail to tell this signal on.
    return isKilled ? { code: undefined, signal: "SIGKILL", outOfMemory: false } : end;
  });
  return {
    id,
    connection,
    output: child.stdout as Socket,
    exited: new Promise((resolve) => {
      for (const event of ["exit", "error"]) child.once(event, resolve);
    }),
    ended,
    functionEnded: ended,
    booted: booted.promise,
    warm: warm.promise,
    assign: async ({ codeDir, optDir = "" }, _memoryMiB, tmpMiB) => {
      warm.resolve();
      child.stdin!.end(`${codeDir}\t${tmpMiB}\t${optDir}\n`);
      const isAssigned = await Promise.race([
        new Promise((resolve) => answers!.once("data", () => resolve(true))),
        ended,
      ]);
      if (isAssigned !== true) throw new Error("the environment ended while its code was mounted");
    },
    extend: () => Promise.reject(new RuntimeUnavailableError(extensionsNeedPython)),
    freeze: () => {},
    thaw: () => {},
    terminate: () => child.kill("SIGTERM"),
    kill: () => {
      isKilled = true;
      killTree(child);
      return ended;
    },
  };
}

const extensionsNeedPython =
  "Squall starts extensions with Python 3, and this machine has none: `apt-get install python3`.";

/** `unshare` ends when its child has, which is the PID namespace's first process: the kernel lets that go only after all others. */
function killTree(child: ChildProcess): void {
  const children = `/proc/${child.pid}/task/${child.pid}/children`;
  const init = existsSync(children) ? Number(readFileSync(children, "utf8").split(" ")[0]) : 0;
  if (init > 0) process.kill(init, "SIGKILL");
  else child.kill("SIGKILL");
}

/** When all has been read; the shell tells a signal as 128 and its number. */
function untilEnd(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: 127, signal: undefined, outOfMemory: false }));
    child.once("close", (code, signal) => {
      const name = signal ?? (code !== null && code > 128 ? signalNames.get(code - 128) : undefined);
      resolve({ code: name ? undefined : (code ?? undefined), signal: name, outOfMemory: false });
    });
    child.stdout?.resume();
  });
}
