import assert from "node:assert/strict";
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, readAll, run, skipWithout } from "../../../test/support/build.ts";

const requestId = "11111111-2222-4333-8444-555555555555";

/** AWS's own clients of the Runtime API, unmodified, each in a function that brings it along. */
describe("official clients of the Runtime API", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await sandbox.prepare("provided.al2023");
  });
  after(() => sandbox.close());

  const start = (codeDir: string, handler: string) =>
    startFolder(sandbox, {
      runtime: "provided.al2023",
      handler,
      codeDir,
      environment: {
        LAMBDA_TASK_ROOT: "/var/task",
        _HANDLER: handler,
        PATH: "/usr/local/bin:/usr/bin:/bin",
        AWS_LAMBDA_FUNCTION_NAME: "fn",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
        AWS_LAMBDA_LOG_STREAM_NAME: "stream",
      },
    });

  it("awslambdaric (Python)", { skip: skipWithout("/usr/bin/python3", "-m", "pip", "--version") }, async () => {
    const text = `def handler(event, context):
    if event == "fail": raise ValueError("no good")
    print("handling", event)
    return {"echo": event, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis() > 0}
`;
    const bootstrap = '#!/bin/sh\nexport PYTHONPATH=/var/task\nexec /usr/bin/python3 -m awslambdaric "$_HANDLER"\n';
    const folder = buildOnce("awslambdaric", [text, bootstrap], (into) => {
      run("/usr/bin/python3", ["-m", "pip", "install", "-q", "--target", into, "awslambdaric"], {});
      writeFileSync(join(into, "app.py"), text);
      writeFileSync(join(into, "bootstrap"), bootstrap);
      chmodSync(join(into, "bootstrap"), 0o755);
    });
    const { invoke, takeOutput, environment } = await start(folder, "app.handler");
    for (const n of [1, 2]) assert.deepEqual(await invoke(n), { response: { echo: n, id: requestId, left: true } });
    assert.equal(takeOutput(), "handling 1\nhandling 2\n");
    const { error } = await invoke("fail");
    assert.deepEqual([error.errorType, error.errorMessage], ["ValueError", "no good"]);
    assert.deepEqual((await invoke("on")).response.echo, "on");
    await environment.kill();
  });

  it("lambda_runtime (Rust)", { skip: skipUnlessWanted() }, async () => {
    const source = fileURLToPath(new URL("./fixtures/rust", import.meta.url));
    const folder = buildOnce("rust", readAll(source), (into) => {
      const target = join(tmpdir(), "squall-test-cache", "rust-target");
      run("cargo", ["build", "--locked"], { cwd: source, env: { ...process.env, CARGO_TARGET_DIR: target } });
      copyFileSync(join(target, "debug/bootstrap"), join(into, "bootstrap"));
    });
    const { invoke, takeOutput, environment } = await start(folder, "bootstrap");
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
});

/** It compiles for minutes. */
function skipUnlessWanted(): string | false {
  if (process.env.SQUALL_TEST_RUST) return skipWithout("cargo", "--version");
  return "it is compiled only where SQUALL_TEST_RUST is set";
}
