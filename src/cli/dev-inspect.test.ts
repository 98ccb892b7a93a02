import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { openDevWorkshop } from "../../test/support/dev-workshop.ts";
import { eventually } from "../../test/support/eventually.ts";
import { labRole } from "../../test/support/lab.ts";
import { NodeDebugger, targetsOf, untilClosed } from "../../test/support/node-debugger.ts";
import { PythonDebugger } from "../../test/support/python-debugger.ts";
import type { SquallDev } from "../../test/support/squall-dev.ts";
import { zip } from "../../test/support/zip.ts";

describe("squall dev --inspect", () => {
  const workshop = openDevWorkshop();
  const { project } = workshop;

  const start = async (directory: string, name: string): Promise<{ dev: SquallDev; port: number }> => {
    const port = await freePort();
    const dev = workshop.start([directory, "--function", name, "--inspect", String(port)]);
    await dev.says(/a debugger can attach to 127\.0\.0\.1:\d+/);
    return { dev, port };
  };

  const invoke = workshop.invoke.bind(workshop);

  it("lets a debugger attach to a Node.js function, which is not timed meanwhile", async () => {
    const source = (answer: string) => `
      export const handler = async (event, context) => {
        const left = context.getRemainingTimeInMillis();
        if (event.stop) debugger;
        return { answer: "${answer}", left, port: process.env._SQUALL_INSPECT };
      };`;
    const directory = project({ "index.mjs": source("first") });
    const { dev, port } = await start(directory, "stepped");
    // Before the first event: breakpoints are set then.
    const attached = await NodeDebugger.attach(port);
    assert.equal(await attached.evaluate("process.env.AWS_LAMBDA_FUNCTION_NAME"), "stepped");
    const stopped = attached.event("Debugger.paused");
    const answer = invoke("stepped", { stop: true });
    const { callFrames } = await stopped;
    assert.equal(attached.scripts.get(callFrames[0].location.scriptId), "file:///var/task/index.mjs");
    // The function's timeout is 3 s.
    const second = invoke("stepped");
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await attached.send("Debugger.resume");
    const { answer: text, left, port: seen } = await answer;
    assert.equal(text, "first");
    assert.ok(left > 14 * 60_000 && left <= 15 * 60_000, `${left} ms left`);
    assert.equal(seen, undefined);
    // It went to the same environment, after the first one.
    assert.equal((await second).answer, "first");
    assert.equal((await targetsOf(port)).length, 1);

    writeFileSync(join(directory, "index.mjs"), source("second"));
    await dev.says(/reloaded/);
    const again = await eventually(
      () => NodeDebugger.attach(port, attached.id).catch(() => undefined),
      "a new process",
    );
    assert.equal((await invoke("stepped")).answer, "second");
    again.close();

    dev.forget();
    writeFileSync(join(directory, "index.mjs"), "throw new Error('broken');");
    await dev.says(/broken/);
    writeFileSync(join(directory, "index.mjs"), source("third"));
    await eventually(async () => (await invoke("stepped")).answer === "third" || undefined, "the third answer");
    assert.equal(await dev.end("SIGINT"), 0);
    await untilClosed(port);
    assert.ok((await invoke("stepped")).left <= 3_000);
  });

  it("goes on after what would hold a process for ever: an INIT without end, a crash with a debugger attached", async () => {
    const source = `export const handler = async ({ crash }) => {
      if (!crash) return 1;
      setTimeout(() => { throw new Error("crashed"); }, 1);
      return new Promise(() => undefined);
    };`;
    const directory = project({ "index.mjs": "console.log('in it'); while (true);" });
    const { dev, port } = await start(directory, "held");
    await dev.says(/in it/);
    writeFileSync(join(directory, "index.mjs"), source);
    await dev.says(/reloaded/);
    assert.equal(await invoke("held"), 1);
    const attached = await NodeDebugger.attach(port);
    assert.equal((await invoke("held", { crash: true })).errorMessage, "crashed");
    assert.equal(await invoke("held"), 1);
    (await NodeDebugger.attach(port, attached.id)).close();
    // Saved again and again while environments start: none of them is left with the port.
    for (let times = 0; times < 30; times++) {
      writeFileSync(join(directory, `${times}.txt`), "");
      await new Promise((resolve) => setTimeout(resolve, 13));
    }
    assert.equal(await invoke("held"), 1);
    // A connection that is kept alive may be one to a process that has ended.
    const targets = await eventually(() => targetsOf(port).catch(() => undefined), "the inspector");
    assert.equal(targets.length, 1);
    await dev.end();
    await untilClosed(port);
  });

  it("lets a debugger attach to a Python function", async (context) => {
    const directory = project({
      "lambda_function.py": `import os
def lambda_handler(event, context):
    value = event["n"] * 2
    return {"value": value, "left": context.get_remaining_time_in_millis(), "port": os.environ.get("_SQUALL_INSPECT")}
`,
    });
    const installed = spawnSync("python3.11", ["-m", "pip", "install", "-q", "--target", directory, "debugpy"]);
    if (installed.status !== 0) {
      assert.ok(!process.env.SQUALL_TEST_NO_SKIP, `pip cannot install debugpy: ${installed.stderr}`);
      context.skip("pip cannot install debugpy here");
      return;
    }
    const { dev, port } = await start(directory, "stepped-python");
    await dev.says(/Debugger listening on 127\.0\.0\.1:\d+ \(debugpy/);
    const attached = await PythonDebugger.attach(port);
    await attached.request("setBreakpoints", {
      source: { path: "/var/task/lambda_function.py" },
      breakpoints: [{ line: 4 }],
    });
    await attached.request("configurationDone");
    const stopped = attached.event("stopped");
    const answer = invoke("stepped-python", { n: 21 });
    const { threadId } = await stopped;
    const { stackFrames } = await attached.request("stackTrace", { threadId });
    const { result } = await attached.request("evaluate", { expression: "value", frameId: stackFrames[0].id });
    assert.equal(result, "42");
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await attached.request("continue", { threadId });
    const { value, left, port: seen } = await answer;
    assert.equal(value, 42);
    assert.ok(left > 14 * 60_000, `${left} ms left`);
    assert.equal(seen, null);
    await dev.end();
  });

  it("says what is missing where there is no debugpy", async () => {
    const answering = "def lambda_handler(event, context): return 1\n";
    const broken = "raise ImportError('not this one')\n";
    const directory = project({ "lambda_function.py": answering, "debugpy.py": broken });
    const { dev } = await start(directory, "without");
    const hasOwn = spawnSync("python3.11", ["-I", "-c", "import debugpy"]).status === 0;
    if (!hasOwn)
      await dev.says(/needs debugpy: `pip install debugpy` for Python 3\.11, or `pip install --target \. debugpy`/);
    assert.equal(await invoke("without"), 1);
    await dev.end();
  });

  it("refuses functions that a debugger cannot be attached to", async () => {
    await workshop.client.send(
      new CreateFunctionCommand({
        FunctionName: "tenants",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: labRole,
        TenancyConfig: { TenantIsolationMode: "PER_TENANT" },
        Code: { ZipFile: zip({ "index.mjs": "export const handler = async () => 1;" }) },
      }),
    );
    const directory = project({ "index.mjs": "export const handler = async () => 2;", bootstrap: "#!/bin/sh\n" });
    for (const [args, expected] of [
      [["--function", "tenants"], /tenants has one for each tenant/],
      [["--function", "own", "--runtime", "provided.al2023", "--handler", "any"], /has the runtime provided\.al2023/],
    ] as const) {
      const dev = workshop.start([directory, ...args, "--inspect", "9229"]);
      assert.equal(await dev.exit, 2, dev.output);
      assert.match(dev.output, expected);
    }
  });

  it("says so where the port is taken", async () => {
    const { port, close } = await listenSomewhere();
    const directory = project({ "index.mjs": "export const handler = async () => 1;" });
    const dev = workshop.start([directory, "--function", "taken", "--inspect", String(port)]);
    await dev.says(/The debugger cannot listen on 127\.0\.0\.1:\d+: end what does, or choose another/);
    assert.equal(await invoke("taken"), 1);
    await dev.end();
    close();
  });
});

async function freePort(): Promise<number> {
  const { port, close } = await listenSomewhere();
  close();
  return port;
}

async function listenSomewhere(): Promise<{ port: number; close: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
}
