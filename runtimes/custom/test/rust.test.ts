import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox } from "../../../src/sandbox/test-sandbox.ts";
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
});
