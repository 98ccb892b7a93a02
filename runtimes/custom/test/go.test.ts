import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";
import { buildGo, skipWithout } from "../../../test/support/build.ts";

const source = fileURLToPath(new URL("./fixtures/go", import.meta.url));

describe("a function in Go, by github.com/aws/aws-lambda-go", { skip: skipWithout("go", "version") }, () => {
  let sandbox: Sandbox;
  let folder: string;
  let fn: TestFunction;
  before(async () => {
    sandbox = await createTestSandbox();
    folder = buildGo(source);
    await sandbox.prepare("provided.al2023");
    fn = await start();
  });
  after(() => sandbox.close());

  const start = () =>
    startFolder(sandbox, {
      runtime: "provided.al2023",
      handler: "bootstrap",
      codeDir: folder,
      environment: { LAMBDA_TASK_ROOT: "/var/task", AWS_LAMBDA_FUNCTION_NAME: "fn", PATH: "/usr/bin" },
    });

  it("gets the event, the context and the deadline", async () => {
    const { response } = await fn.invoke({ text: "hello ü" }, { traceId: "Root=1-2-3" });
    const { leftMs, ...rest } = response;
    assert.deepEqual(rest, {
      text: "hello ü",
      requestId: "11111111-2222-4333-8444-555555555555",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
      function: "fn",
      trace: "Root=1-2-3",
    });
    assert.ok(leftMs > 25_000 && leftMs <= 30_000, `${leftMs} ms are left`);
    assert.equal(fn.takeOutput(), "handling hello ü\n");
  });

  it("fails with the type and message of its error, and goes on", async () => {
    assert.deepEqual(await fn.invoke({ do: "fail", text: "no" }), {
      error: { errorMessage: "no", errorType: "errorString" },
    });
    assert.deepEqual(await fn.invoke({ do: "mistake" }), {
      error: { errorMessage: "it went wrong", errorType: "mistake" },
    });
    assert.equal((await fn.invoke({ text: "again" })).response.text, "again");
  });

  it("tells a panic with its stack, and ends", async () => {
    const panicking = await start();
    const { error } = await panicking.invoke({ do: "panic", text: "oh" });
    assert.equal(error.errorMessage, "oh");
    assert.ok(error.stackTrace.length > 0);
    assert.deepEqual(await panicking.environment.exited, { code: 1, signal: undefined });
  });

  it("streams what it returns as a reader, until its error", async () => {
    const chunks: string[] = [];
    const result = await fn.invoke({ do: "stream" }, {}, (chunk) => {
      chunks.push(chunk.toString());
      return undefined;
    });
    assert.deepEqual(chunks, ['{"part":0}\n', '{"part":1}\n', '{"part":2}\n']);
    assert.deepEqual(result, { error: { errorMessage: "broken off", errorType: "errorString" } });
  });

  it("takes hundreds of events one after the other, and others at once", async () => {
    const others = await Promise.all([start(), start()]);
    const texts = Array.from({ length: 300 }, (_, n) => `event ${n}`);
    const runs = [fn, ...others].map(async ({ invoke }) => {
      const answers: string[] = [];
      for (const text of texts) answers.push((await invoke({ text })).response.text);
      return answers;
    });
    for (const answers of await Promise.all(runs)) assert.deepEqual(answers, texts);
    await Promise.all(others.map(({ environment }) => environment.kill()));
  });
});
