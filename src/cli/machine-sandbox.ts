import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config.ts";
import { createSystemClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { createSystemRandom } from "../platform/random.ts";
import { createNamespaceSandbox } from "../sandbox/namespaces/namespace-sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** A sandbox without a server, for commands that ask what this machine can do. */
export function createMachineSandbox(config: Config): { sandbox: Sandbox; close: () => Promise<void> } {
  const runDir = mkdtempSync(join(tmpdir(), "squall-"));
  const sandbox = createNamespaceSandbox({
    runDir,
    cacheDir: config.cacheDir,
    installDir: findInstallDir(),
    endpoint: () => "",
    allowUnisolated: config.allowUnisolated,
    log: createLog("warn"),
    clock: createSystemClock(),
    random: createSystemRandom(),
  });
  const close = async () => {
    await sandbox.close();
    rmSync(runDir, { recursive: true, force: true });
  };
  return { sandbox, close };
}

/** Where package.json is: two levels up from src/cli, three from dist/src/cli. */
function findInstallDir(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "package.json"))) directory = dirname(directory);
  return directory;
}
