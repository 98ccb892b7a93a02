import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/** The names of the extensions that a function's merged layers bring: the files in `extensions/`, whether they can be executed or not. */
export async function extensionPrograms(optDir: string | undefined): Promise<readonly string[]> {
  if (optDir === undefined) return [];
  try {
    const folder = await findBelow(optDir, "/opt", "extensions");
    const entries = folder === undefined ? [] : await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch {
    return []; // most layers bring none
  }
}

/** As many links as Linux follows. */
const mostLinks = 40;

/**
 * Where a path of the environment is on the host, if it is below `root`, which the environment has at `mountedAt`. Links are followed as
 * they are there: whatever they say, none leads out of `root` here.
 */
async function findBelow(root: string, mountedAt: string, path: string): Promise<string | undefined> {
  const found: string[] = [];
  const ahead = path.split("/").reverse();
  let links = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (found.pop() === undefined) return undefined;
      continue;
    }
    const at = join(root, ...found, name);
    if (!(await lstat(at)).isSymbolicLink()) {
      found.push(name);
      continue;
    }
    links += 1;
    const target = await readlink(at);
    const isAbsolute = target.startsWith("/");
    if (links > mostLinks || (isAbsolute && !target.startsWith(`${mountedAt}/`))) return undefined;
    if (isAbsolute) found.length = 0;
    ahead.push(...(isAbsolute ? target.slice(mountedAt.length) : target).split("/").reverse());
  }
  return join(root, ...found);
}

/** What concerns only the runtime, and extensions don't get. Source: "Using the Lambda Extensions API", "Environment variables". */
const ofRuntime = new Set([
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "_AWS_XRAY_DAEMON_ADDRESS",
  "_AWS_XRAY_DAEMON_PORT",
  "_HANDLER",
]);

export function extensionVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ofRuntime.has(name)));
}
