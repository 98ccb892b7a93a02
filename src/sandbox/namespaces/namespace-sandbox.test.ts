import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../../../test/support/eventually.ts";
import { countProcesses, describeSandbox } from "../contract.ts";
import { createTestSandbox, installDir } from "../test-sandbox.ts";

const runDir = mkdtempSync(join(tmpdir(), "squall-sandbox-"));

describeSandbox("namespace sandbox", {
  create: () => createTestSandbox({ runDir }),
  runtime: "python3.11",
  hidden: () => [installDir, runDir, process.execPath, "/sys/fs/cgroup"],
});

describe("a Squall that is killed (SIGKILL)", () => {
  it("leaves no process and no control group, and its folder is swept by the next one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "squall-sandbox-"));
    const marker = `98763${process.pid}`;
    const holder = fileURLToPath(new URL("../fixtures/holder.ts", import.meta.url));
    const killed = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", holder], {
      env: { ...process.env, RUN_DIR: folder, MARKER: marker },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    await eventually(async () => (countProcesses(marker) === 1 ? true : undefined), "the function's process");
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await eventually(
      async () => (countProcesses(marker) === 0 ? true : undefined),
      "the end of the function's process",
    );
    await eventually(
      async () => (groupsOf(killed.pid).length === 0 ? true : undefined),
      "the end of its control groups",
    );
    assert.equal(readdirSync(folder).length, 1);
    const next = await createTestSandbox({ runDir: folder });
    await next.report();
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes(String(killed.pid))),
      [],
    );
    await next.close();
    assert.deepEqual(readdirSync(folder), []);
  });
});

function groupsOf(pid: number | undefined): string[] {
  if (!existsSync("/sys/fs/cgroup")) return [];
  return globSync(`/sys/fs/cgroup/{,*/,*/*/,*/*/*/}squall-${pid}`);
}
