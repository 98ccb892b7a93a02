import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { eventually } from "../../test/support/eventually.ts";
import { labRole } from "../../test/support/lab.ts";
import { startSquall, type TestSquall } from "../../test/support/squall.ts";
import { SquallDev } from "../../test/support/squall-dev.ts";
import { zip } from "../../test/support/zip.ts";

describe("squall dev --inspect", () => {
  let squall: TestSquall;
  let client: LambdaClient;
  const directories: string[] = [];
  const running = new Set<SquallDev>();
  before(async () => {
    squall = await startSquall();
    client = squall.client(LambdaClient);
  });
  after(async () => {
    for (const dev of running) await dev.end();
    await squall.close();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  const project = (files: Readonly<Record<string, string>>): string => {
    const directory = mkdtempSync(join(tmpdir(), "squall-dev-test-"));
    directories.push(directory);
    chmodSync(directory, 0o755);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    return directory;
  };

  const start = async (directory: string, name: string): Promise<{ dev: SquallDev; port: number }> => {
    const port = await freePort();
    const dev = new SquallDev([directory, "--function", name, "--inspect", String(port)], squall.endpoint);
    running.add(dev);
    await dev.says(/a debugger can attach to 127\.0\.0\.1:\d+/);
    return { dev, port };
  };

  // biome-ignore lint/suspicious/noExplicitAny: whatever the function answers.
  const invoke = async (name: string, event: unknown = {}): Promise<any> => {
    const { Payload } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };

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
    assert.equal((await targetsOf(port)).length, 1);
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
    await client.send(
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
      const dev = new SquallDev([directory, ...args, "--inspect", "9229"], squall.endpoint);
      running.add(dev);
      assert.equal(await dev.exit, 2, dev.output);
      assert.match(dev.output, expected);
    }
  });

  it("says so where the port is taken", async () => {
    const { port, close } = await listenSomewhere();
    const directory = project({ "index.mjs": "export const handler = async () => 1;" });
    const dev = new SquallDev([directory, "--function", "taken", "--inspect", String(port)], squall.endpoint);
    running.add(dev);
    await dev.says(/The debugger cannot listen on 127\.0\.0\.1:\d+: end what does, or choose another/);
    assert.equal(await invoke("taken"), 1);
    await dev.end();
    close();
  });
});

/** Chrome's protocol over a WebSocket, as an editor speaks it. */
class NodeDebugger {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events = new Map<string, (parameters: Message) => void>();
  readonly id: string;
  /** Id → URL. */
  readonly scripts = new Map<string, string>();
  #last = 0;

  private constructor(socket: WebSocket, id: string) {
    this.#socket = socket;
    this.id = id;
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.method === "Debugger.scriptParsed") this.scripts.set(message.params.scriptId, message.params.url);
      if (message.id !== undefined) this.#answers.get(message.id)?.(message);
      else this.#events.get(message.method)?.(message.params);
    });
  }

  /** To another process than `former`. */
  static async attach(port: number, former?: string): Promise<NodeDebugger> {
    const target = await eventually(async () => {
      const [first] = await targetsOf(port).catch(() => []);
      return first?.id === former ? undefined : first;
    }, "the inspector");
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
    const attached = new NodeDebugger(socket, target.id);
    await attached.send("Debugger.enable");
    return attached;
  }

  send(method: string, params: object = {}): Promise<Message> {
    this.#last += 1;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#answers.set(this.#last, resolve);
    this.#socket.send(JSON.stringify({ id: this.#last, method, params }));
    return promise;
  }

  event(method: string): Promise<Message> {
    return new Promise((resolve) => this.#events.set(method, resolve));
  }

  async evaluate(expression: string): Promise<unknown> {
    return (await this.send("Runtime.evaluate", { expression })).result.result.value;
  }

  close(): void {
    this.#socket.close();
  }
}

async function targetsOf(port: number): Promise<{ id: string; webSocketDebuggerUrl: string }[]> {
  return (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    id: string;
    webSocketDebuggerUrl: string;
  }[];
}

async function untilClosed(port: number): Promise<void> {
  const isClosed = async () => (await targetsOf(port).catch(() => undefined)) === undefined;
  await eventually(async () => (await isClosed()) || undefined, "the end of the debugger");
}

/** The Debug Adapter Protocol, as an editor speaks it. */
class PythonDebugger {
  readonly #socket: Socket;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events = new Map<string, (body: Message) => void>();
  #text = Buffer.alloc(0);
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#text = Buffer.concat([this.#text, chunk]);
      for (let message = this.#next(); message; message = this.#next()) {
        if (message.type === "response") this.#answers.get(message.request_seq)?.(message);
        else if (message.type === "event") this.#events.get(message.event)?.(message.body);
      }
    });
  }

  static async attach(port: number): Promise<PythonDebugger> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const attached = new PythonDebugger(socket);
    const { supportsConfigurationDoneRequest } = await attached.request("initialize", { adapterID: "test" });
    assert.equal(supportsConfigurationDoneRequest, true);
    const initialized = attached.event("initialized");
    // Answered only after the configuration.
    void attached.request("attach", { justMyCode: false });
    await initialized;
    return attached;
  }

  async request(command: string, parameters: object = {}): Promise<Message> {
    this.#last += 1;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#answers.set(this.#last, resolve);
    const text = JSON.stringify({ seq: this.#last, type: "request", command, arguments: parameters });
    this.#socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const { success, body, message } = await promise;
    assert.ok(success, `${command}: ${message}`);
    return body ?? {};
  }

  event(name: string): Promise<Message> {
    return new Promise((resolve) => this.#events.set(name, resolve));
  }

  #next(): Message | undefined {
    const end = this.#text.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const length = Number(/Content-Length: (\d+)/.exec(this.#text.toString("utf8", 0, end))?.[1]);
    if (this.#text.length < end + 4 + length) return undefined;
    const text = this.#text.toString("utf8", end + 4, end + 4 + length);
    this.#text = this.#text.subarray(end + 4 + length);
    return JSON.parse(text) as Message;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: both protocols are larger than what is looked at here.
type Message = any;

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
