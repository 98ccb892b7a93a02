import { spawnSync } from "node:child_process";
import { openFilesLimit } from "./open-files-limit.ts";

/** A server with fewer has no room for a few hundred connections and environments. */
const enoughOpenFiles = 4_096;
const wantedOpenFiles = 65_536;

/** Raises a limit that is too low, which root may. What is started from now on has it too. */
export function raiseOpenFiles(): void {
  if (process.getuid?.() !== 0 || openFilesLimit() >= enoughOpenFiles) return;
  spawnSync("prlimit", ["--pid", String(process.pid), `--nofile=${wantedOpenFiles}:${wantedOpenFiles}`]);
}

/** A sentence for the user, where the limit stays too low. */
export function openFilesAdvice(): string | undefined {
  const limit = openFilesLimit();
  if (limit >= enoughOpenFiles || process.platform !== "linux") return undefined;
  return `Only ${limit} files may be open here (\`ulimit -n\`): each environment takes about six, so more than some ${Math.floor(limit / 10)} at a time will fail. Raise it before Squall is started: \`ulimit -n ${wantedOpenFiles}\`, in a service LimitNOFILE=, in Docker --ulimit nofile=.`;
}
