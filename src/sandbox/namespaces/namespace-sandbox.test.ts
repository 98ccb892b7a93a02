import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSystemClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { createSystemRandom } from "../../platform/random.ts";
import { describeSandbox } from "../contract.ts";
import { createNamespaceSandbox } from "./namespace-sandbox.ts";

const installDir = fileURLToPath(new URL("../../..", import.meta.url));
const runDir = mkdtempSync(join(tmpdir(), "squall-sandbox-"));

describeSandbox("namespace sandbox", {
  create: async () =>
    createNamespaceSandbox({
      runDir,
      cacheDir: join(tmpdir(), "squall-test-cache"),
      installDir,
      endpoint: () => "http://localhost:4566",
      allowUnisolated: false,
      log: createLog("warn"),
      clock: createSystemClock(),
      random: createSystemRandom(),
    }),
  runtime: "python3.11",
  hidden: () => [installDir, runDir, process.execPath, "/sys/fs/cgroup"],
});
