import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { findAgentPython } from "../../../runtimes/python/interpreters.ts";
import { createLog } from "../../platform/log.ts";
import { createTestSandbox, installDir, startFunction } from "../test-sandbox.ts";
import { Agent, type AgentExit } from "./agent.ts";
import { Connections } from "./connections.ts";

const mode = process.getuid?.() === 0 ? "root" : "user-namespace";

/** What must come to an end, whenever a process dies. */
describe("an agent", { timeout: 60_000 }, () => {
  it("refuses what is asked of an environment that has ended", async (context) => {
    const { agent, connections } = await startAgent(context, ["/bin/true"]);
    const exited = Promise.withResolvers<AgentExit>();
    const connected = connections.expect("short", () => undefined);
    const listener = { onExit: exited.resolve, onFunctionExit: () => undefined, onExtensionExit: () => undefined };
    await agent.create("short", join(connections.folder, "short"), listener, false, false);
    assert.equal((await exited.promise).code, 0);
    (await connected).socket.destroy();
    const files = { codeDir: tmpdir() };
    await assert.rejects(agent.assign("short", files, 128, 512), /the environment has ended/);
    await assert.rejects(agent.extend("short", join(connections.folder, "x"), [], {}), /the environment has ended/);
    assert.equal(await agent.owns("short", "127.0.0.1:1", "127.0.0.1:2"), false);
  });

  it("can be closed at any moment while processes are being started", async () => {
    const files = { "app.py": "def handler(event, context):\n    return event\n" };
    for (let delayMs = 0; delayMs < 60; delayMs += 6) {
      const sandbox = await createTestSandbox();
      const { invoke } = await startFunction(sandbox, { runtime: "python3.11", handler: "app.handler", files });
      assert.deepEqual(await invoke(1), { response: 1 });
      // A moment later the place of the process that was taken is filled.
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await sandbox.close();
    }
  });
});

async function startAgent(context: TestContext, command: readonly string[]) {
  const python = findAgentPython();
  assert.ok(python);
  const runDir = mkdtempSync(join(tmpdir(), "squall-agent-test-"));
  const mountPoint = mkdtempSync(join(tmpdir(), "squall-agent-root-"));
  const connections = await Connections.open(runDir);
  const agent = await Agent.start({
    ...{ python, installDir, mode, mountPoint, socketPath: connections.socketPath, log: createLog("warn") },
    plan: { binds: [], launch: { kind: "exec", command, environment: {} } },
  });
  context.after(async () => {
    await agent.close();
    await connections.close();
    for (const folder of [runDir, mountPoint]) rmSync(folder, { recursive: true, force: true });
  });
  return { agent, connections };
}
