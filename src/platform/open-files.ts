import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A server with fewer has no room for a few hundred connections and environments. */
export const enoughOpenFiles = 4_096;
const wantedOpenFiles = 65_536;

/** How many files (descriptors, sockets too) this process may have open: Node has raised it to the hard limit at its start. Infinity where nobody says. */
export function openFilesLimit(): number {
  try {
    const found = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "latin1"))?.[1];
    return found === undefined || found === "unlimited" ? Number.POSITIVE_INFINITY : Number(found);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Raises a limit that is too low, which root may. What is started from now on has it too. */
export function raiseOpenFiles(): void {
  if (process.getuid?.() !== 0 || openFilesLimit() >= enoughOpenFiles) return;
  spawnSync("prlimit", ["--pid", String(process.pid), `--nofile=${wantedOpenFiles}:${wantedOpenFiles}`]);
}

/** A sentence for the user, where the limit stays too low. */
export function openFilesAdvice(): string | undefined {
  const limit = openFilesLimit();
  if (limit >= enoughOpenFiles) return undefined;
  return `Only ${limit} files may be open here (\`ulimit -n\`): each environment takes about six, so more than some ${Math.floor(limit / 10)} at a time will fail. Raise it before Squall is started: \`ulimit -n ${wantedOpenFiles}\`, in a service LimitNOFILE=, in Docker --ulimit nofile=.`;
}
