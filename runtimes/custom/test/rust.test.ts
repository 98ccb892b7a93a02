import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, readAll, run, skipWithout } from "../../../test/support/build.ts";
import { fixture, requestId, startCustom } from "./custom-function.ts";

describe("functions in Rust", { skip: skipWithout("cargo", "--version") }, () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await sandbox.prepare("provided.al2023");
  });
  after(() => sandbox.close());

  it("by lambda_runtime take events and tell errors", async () => {
    const source = fixture("rust");
    const folder = buildOnce("rust", readAll(source), (into) => {
      const target = join(tmpdir(), "squall-test-cache", "rust-target");
      run("cargo", ["build", "--locked"], { cwd: source, env: { ...process.env, CARGO_TARGET_DIR: target } });
      copyFileSync(join(target, "debug/bootstrap"), join(into, "bootstrap"));
    });
    const { invoke, takeOutput, environment } = await startCustom(sandbox, folder, "bootstrap");
    for (const n of [1, 2]) {
      assert.deepEqual(await invoke({ n }), {
        response: {
          echo: { n },
          requestId,
          arn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
          function: "fn",
        },
      });
    }
    assert.equal(takeOutput(), 'handling {"n":1}\nhandling {"n":2}\n');
    assert.equal((await invoke({ fail: "no good" })).error.errorMessage, "no good");
    await environment.kill();
  });

  it("the Lambda Web Adapter, an extension that puts a web server in the place of the runtime", {
    skip: skipUnlessWanted(),
  }, async () => {
    const version = "1.0.0-rc1";
    const optDir = buildOnce("lambda-web-adapter", [version, wrapper], (into) => {
      const target = join(tmpdir(), "squall-test-cache", "lambda-web-adapter-target");
      const options = ["--version", version, "--locked", "--debug", "--root", join(target, "root")];
      const env = { ...process.env, CARGO_TARGET_DIR: target, CARGO_PROFILE_DEV_DEBUG: "0" };
      run("cargo", ["install", "lambda_web_adapter", ...options], { env });
      mkdirSync(join(into, "extensions"));
      copyFileSync(join(target, "root/bin/lambda-adapter"), join(into, "extensions/lambda-adapter"));
      writeFileSync(join(into, "bootstrap"), wrapper, { mode: 0o755 });
    });
    const codeDir = mkdtempSync(join(tmpdir(), "squall-web-"));
    chmodSync(codeDir, 0o755);
    writeFileSync(join(codeDir, "run.sh"), "#!/bin/sh\nexec node server.mjs\n", { mode: 0o755 });
    writeFileSync(join(codeDir, "server.mjs"), server, { mode: 0o644 });
    const { initialised, invoke, takeOutput, environment } = await startFolder(sandbox, {
      runtime: "nodejs22.x",
      handler: "run.sh",
      codeDir,
      optDir,
      environment: {
        LAMBDA_TASK_ROOT: "/var/task",
        _HANDLER: "run.sh",
        AWS_LAMBDA_EXEC_WRAPPER: "/opt/bootstrap",
        AWS_LAMBDA_FUNCTION_NAME: "fn",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        // Environments share the host's ports: see runtimes/README.md.
        PORT: String(await freePort()),
        PATH: "/var/lang/bin:/usr/bin:/bin",
      },
    });
    assert.deepEqual(initialised, { kind: "ready" }, takeOutput());
    const http = (method: string, rawPath: string, body?: string) => ({
      version: "2.0",
      rawPath,
      rawQueryString: "q=1",
      headers: { "content-type": "application/json" },
      requestContext: {
        http: { method, path: rawPath, sourceIp: "127.0.0.1", protocol: "HTTP/1.1", userAgent: "test" },
      },
      body,
      isBase64Encoded: false,
    });
    const { response } = await invoke(http("GET", "/orders/7"));
    assert.deepEqual(
      [response.statusCode, JSON.parse(response.body)],
      [200, { method: "GET", url: "/orders/7?q=1", body: "" }],
    );
    const made = (await invoke(http("POST", "/orders", '{"item":"tea"}'))).response;
    assert.equal(made.statusCode, 201);
    assert.equal(JSON.parse(made.body).body, '{"item":"tea"}');
    await environment.kill();
    rmSync(codeDir, { recursive: true });
  });
});

/** The script of the adapter's layer, as its page on packages says: it starts the handler, which is a script. */
const wrapper = '#!/bin/bash\nexec -- "$LAMBDA_TASK_ROOT/$_HANDLER"\n';

const server = `
import { createServer } from "node:http";
createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { method, url } = request;
  response.writeHead(method === "POST" ? 201 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ method, url, body }));
}).listen(Number(process.env.PORT));
`;

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

/** It compiles for a minute or two. */
function skipUnlessWanted(): string | false {
  return process.env.SQUALL_TEST_RUST ? false : "it is compiled only where SQUALL_TEST_RUST is set";
}
