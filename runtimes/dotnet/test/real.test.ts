import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, readAll, run } from "../../../test/support/build.ts";

const requestId = "11111111-2222-4333-8444-555555555555";

/** With .NET itself, where it is installed. The package managers that the tests may need have none, so its absence fails no run. */
describe(".NET functions behave as on AWS", { skip: skipWithoutSdk() }, () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
  });
  after(() => sandbox.close());

  const start = (name: string, handler: string) => {
    const source = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
    const codeDir = buildOnce(`dotnet-${name}`, readAll(source), (into) => {
      run(
        "dotnet",
        ["publish", source, "-c", "Release", "--nologo", "--artifacts-path", `${into}.obj`, "-o", into],
        {},
      );
    });
    return startFolder(sandbox, {
      runtime: "dotnet8",
      handler,
      codeDir,
      environment: { LAMBDA_TASK_ROOT: "/var/task", _HANDLER: handler, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256" },
    });
  };

  it("a method of a class library, with its serializer and its context", async () => {
    const { initialised, invoke, takeOutput, environment } = await start("library", "Shop::Shop.Function::Handle");
    assert.deepEqual(initialised, { kind: "ready" });
    assert.deepEqual(await invoke({ Item: "tea", Count: 2 }), { response: `2 × tea for ${requestId}` });
    assert.match(takeOutput(), /handling tea/);
    const { error } = await invoke({ Item: "tea", Count: 0 });
    assert.deepEqual([error.errorType, error.errorMessage], ["ArgumentException", "no good"]);
    await environment.kill();
  });

  it("a method that takes and gives streams", async () => {
    const { invoke, environment } = await start("library", "Shop::Shop.Function::Shout");
    assert.deepEqual(await invoke("quiet ü"), { response: "QUIET Ü" });
    await environment.kill();
  });

  it("an assembly that takes its events by itself", async () => {
    const { invoke, environment } = await start("program", "Shop");
    assert.deepEqual(await invoke("quiet"), { response: "QUIET" });
    await environment.kill();
  });
});

function skipWithoutSdk(): string | false {
  const { status, stdout } = spawnSync("dotnet", ["--list-sdks"], { encoding: "utf8" });
  return status === 0 && stdout.trim() ? false : "no .NET SDK (`dotnet`) is installed, and none can be by the tests";
}
