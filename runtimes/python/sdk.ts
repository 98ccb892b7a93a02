import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuntimeHost } from "../runtime.ts";
import { hasGoodSdk, type Probe, packages } from "./interpreters.ts";

const run = promisify(execFile);

/** Where boto3 is, and what it needs. */
export type Sdk = Pick<Probe, "packages" | "metadata">;

/**
 * Another interpreter's boto3 that this one can run: all of it is plain Python. Before 3.10 it needs an older urllib3 than later ones
 * bring.
 */
export function findBorrowed(minor: number, others: readonly Probe[]): Probe | undefined {
  return others.find((other) => hasGoodSdk(other) && minor >= Math.max(10, other.boto3NeedsMinor));
}

export function sdkFolder(probe: Probe, host: RuntimeHost): string {
  return join(host.cacheDir, `python${probe.version.split(".").slice(0, 2).join(".")}-boto3`);
}

/** Installs boto3 for an interpreter that has none, or one too old to honour AWS_ENDPOINT_URL. */
export async function installSdk(probe: Probe, host: RuntimeHost): Promise<Sdk> {
  const folder = sdkFolder(probe, host);
  if (!existsSync(folder)) {
    host.say(`installing boto3 for Python ${probe.version} (once) …`);
    mkdirSync(host.cacheDir, { recursive: true });
    // Under another name first: an installation that was interrupted is never taken for a whole one.
    const unfinished = `${folder}.${process.pid}`;
    const options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--target", unfinished];
    try {
      await run(probe.executable, ["-m", "pip", "install", ...options, "boto3"], { timeout: 300_000 });
      renameSync(unfinished, folder);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (existsSync(folder)) return packagesIn(folder); // another server was quicker
      const said = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? String(error);
      throw new Error(`boto3 could not be installed (${said}); type: ${probe.executable} -m pip install boto3`);
    }
  }
  return packagesIn(folder);
}

function packagesIn(folder: string): Sdk {
  const path = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : join(folder, `${name}.py`));
  return {
    packages: Object.fromEntries(packages.map((name) => [name, realpathSync(path(name))])),
    metadata: readdirSync(folder)
      .filter((name) => name.endsWith(".dist-info"))
      .map((name) => join(folder, name)),
  };
}
