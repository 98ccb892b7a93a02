import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findAgentPython } from "../../../runtimes/python/interpreters.ts";
import { createLog } from "../../platform/log.ts";
import { createTestSandbox, installDir, startFunction } from "../test-sandbox.ts";
import { Agent } from "./agent.ts";
import { Connections } from "./connections.ts";
import { toNetworkSettings } from "./environment-network.ts";

describe("the agent that makes environments", () => {
  let folder: string;
  let connections: Connections;
  let agent: Agent;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "squall-agent-"));
    connections = await Connections.open(folder);
    agent = await Agent.start({
      python: findAgentPython() ?? "",
      installDir,
      plan: { binds: [], launch: { kind: "bootstrap", command: [], environment: {} } },
      mode: process.getuid?.() === 0 ? "root" : "user-namespace",
      mountPoint: mkdtempSync(join(folder, "root-")),
      socketPath: connections.socketPath,
      network: toNetworkSettings("outside", "http://127.0.0.1:4566"),
      log: createLog("warn"),
    });
  });
  after(async () => {
    await agent.close();
    await connections.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One that waits, and how it ends. */
  async function create(id: string) {
    const exited = Promise.withResolvers<void>();
    const ignore = () => undefined;
    const connected = connections.expect(id, ignore);
    const listener = {
      onExit: () => exited.resolve(),
      onFunctionExit: ignore,
      onExtensionExit: ignore,
      onTrace: ignore,
    };
    await agent.create(id, join(connections.folder, id), listener, { hold: true });
    await connected;
    return { exited: exited.promise };
  }

  it("nobody waits for an environment that has ended: a function is refused, and so are extensions", async () => {
    const { exited } = await create("ended");
    agent.kill("ended");
    await exited;
    await assert.rejects(agent.assign("ended", { codeDir: folder }, 128, 512), {
      message: "the environment has ended",
    });
    await assert.rejects(agent.extend("ended", join(connections.folder, "x"), [], {}), {
      message: "the environment has ended",
    });
  });

  it("nobody waits for an environment that ends at this moment", async () => {
    const { exited } = await create("ending");
    agent.kill("ending");
    // Whichever comes first: what must not be is that neither does.
    const outcomes = await Promise.allSettled([agent.assign("ending", { codeDir: folder }, 128, 512), exited]);
    assert.equal(outcomes[1]?.status, "fulfilled");
  });

  it("environments that are killed while they are made are no trouble to those after them", async () => {
    const ignore = () => undefined;
    const listener = { onExit: ignore, onFunctionExit: ignore, onExtensionExit: ignore, onTrace: ignore };
    const made = Array.from({ length: 20 }, (_, index) => {
      const id = `early-${index}`;
      const created = agent.create(id, join(connections.folder, id), listener, { hold: true });
      agent.kill(id);
      return created.then(
        () => "created",
        () => "ended",
      );
    });
    assert.equal((await Promise.all(made)).length, 20);
    const { exited } = await create("later");
    agent.kill("later");
    await exited;
  });
});

for (const [name, options] of [
  ["a sandbox", {}],
  ["a sandbox that isolates nothing", { modes: [], allowUnisolated: true }],
] as const) {
  it(`${name} can be closed at any moment while processes are being started`, { timeout: 60_000 }, async () => {
    const files = { "app.py": "def handler(event, context):\n    return event\n" };
    for (let delayMs = 0; delayMs < 60; delayMs += 6) {
      const sandbox = await createTestSandbox(options);
      const { invoke } = await startFunction(sandbox, { runtime: "python3.11", handler: "app.handler", files });
      assert.deepEqual(await invoke(1), { response: 1 });
      // A moment later the place of the process that was taken is filled.
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await sandbox.close();
    }
  });
}
