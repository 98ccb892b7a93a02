import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { createSystemClock } from "../platform/clock.ts";
import { findInstallDir } from "../platform/install-dir.ts";
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
    installDir: findInstallDir(import.meta.url),
    endpoint: () => "",
    allowUnisolated: config.allowUnisolated,
    network: config.functionNetwork,
    root: config.functionRoot,
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
