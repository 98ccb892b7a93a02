import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../../../test/support/eventually.ts";
import { countProcesses, describeSandbox } from "../contract.ts";
import { createTestSandbox, installDir, startFunction, testRunDir } from "../test-sandbox.ts";

describeSandbox("namespace sandbox", {
  create: () => createTestSandbox(),
  runtime: "python3.11",
  hidden: () => [installDir, testRunDir, process.execPath, "/sys/fs/cgroup"],
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
    rmdirSync(folder);
  });
});

describe("an agent that dies", () => {
  for (const [victim, isFrozen] of [
    ["agent.py", false],
    ["start.py", false],
    ["agent.py", true],
    ["start.py", true],
  ] as const) {
    const title = `takes its environments with it, ${isFrozen ? "frozen ones too, " : ""}and the next start makes a new one`;
    it(`${title} (${victim})`, async () => {
      const sandbox = await createTestSandbox();
      const marker = `98762${process.pid}`;
      const text =
        "import subprocess\ndef handler(event, context):\n    subprocess.Popen(['sleep', event])\n    return 1\n";
      const app = { runtime: "python3.11", handler: "app.handler", files: { "app.py": text } };
      const first = await startFunction(sandbox, app);
      assert.deepEqual(await first.invoke(marker), { response: 1 });
      if (isFrozen) {
        first.environment.rest();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      process.kill(pidOf(victim), "SIGKILL");
      assert.deepEqual(await first.environment.exited, { code: undefined, signal: "SIGKILL" });
      await eventually(
        async () => (countProcesses(marker) === 0 ? true : undefined),
        "the end of what the function started",
      );
      const second = await startFunction(sandbox, app);
      assert.deepEqual(await second.invoke(marker), { response: 1 });
      await sandbox.close();
      assert.equal(countProcesses(marker), 0);
    });
  }
});

/** Of this test's agent, or of the zygote, which is its child. */
function pidOf(program: string): number {
  const agent = childrenOf(process.pid).find((pid) => commandOf(pid).includes("agent.py"));
  assert.ok(agent, "this process has no agent");
  const all = [agent, ...childrenOf(agent)];
  const found = all.find((pid) => commandOf(pid).some((word) => word.endsWith(program)));
  assert.ok(found, `no ${program} runs`);
  return found;
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/stat`)) return [];
    const [, ppid] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return Number(ppid) === parent ? [Number(pid)] : [];
  });
}

function commandOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
}

function groupsOf(pid: number | undefined): string[] {
  if (!existsSync("/sys/fs/cgroup")) return [];
  return globSync(`/sys/fs/cgroup/{,*/,*/*/,*/*/*/}squall-${pid}`);
}
