import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, installDir, startFunction } from "../../../src/sandbox/test-sandbox.ts";
import { defineDotnet } from "../runtime.ts";

const program = fileURLToPath(new URL("./fixtures/dotnet", import.meta.url));

/** What a function's package holds, by its names: the fixture's `dotnet` reads none of it. */
const packageOf = (assembly: string) => ({
  [`${assembly}.dll`]: "",
  [`${assembly}.deps.json`]: "{}",
  [`${assembly}.runtimeconfig.json`]: "{}",
  "Amazon.Lambda.Core.dll": "",
});

/** How Squall finds `dotnet` and what it starts it with, shown by a program in its place. What .NET makes of it is in real.test.ts. */
describe("the .NET runtimes", () => {
  const folder = mkdtempSync(join(tmpdir(), "squall-dotnet-"));
  const former = process.env.DOTNET_ROOT;
  after(() => {
    if (former === undefined) delete process.env.DOTNET_ROOT;
    else process.env.DOTNET_ROOT = former;
    rmSync(folder, { recursive: true, force: true });
  });

  /** An installation with these versions of the runtime. */
  const install = (name: string, versions: readonly string[], hasSdk: boolean): string => {
    const root = join(folder, name);
    for (const version of versions) mkdirSync(join(root, "shared/Microsoft.NETCore.App", version), { recursive: true });
    if (hasSdk) mkdirSync(join(root, "sdk/8.0.404"), { recursive: true });
    copyFileSync(program, join(root, "dotnet"));
    return root;
  };
  const define = (root: string) => {
    process.env.DOTNET_ROOT = root;
    return defineDotnet({ installDir, cacheDir: join(folder, "cache"), say: () => undefined });
  };

  it("are each served by the same version, the next newer or the newest, with a note where it only stands in", async () => {
    const both = define(install("both", ["8.0.4", "8.0.11", "10.0.0", "6.0.1"], true));
    const found = await Promise.all(both.identifiers.map((identifier) => both.find(identifier)));
    assert.deepEqual(
      found.map((one) => [one?.version, one?.exact, one?.remedy]),
      [
        ["8.0.11", true, undefined],
        ["10.0.0", true, undefined],
      ],
    );
    const ninth = define(install("ninth", ["9.0.1"], false));
    for (const identifier of ninth.identifiers) {
      const { version, exact, remedy } = (await ninth.find(identifier)) ?? {};
      assert.deepEqual([version, exact], ["9.0.1", false]);
      assert.match(remedy ?? "", /^\.NET 9\.0\.1 stands in for it: for the very version, install \.NET (8|10)\.0 /);
      assert.match(remedy ?? "", /; handlers of class libraries need the SDK once$/);
    }
  });

  describe("with an SDK", () => {
    let sandbox: Sandbox;
    const said: string[] = [];
    before(async () => {
      process.env.DOTNET_ROOT = install("sdk", ["8.0.11"], true);
      const log = { debug() {}, info: (text: string) => said.push(text), warn() {}, error() {} };
      sandbox = await createTestSandbox({ cacheDir: join(folder, "cache"), log: log as never });
    });
    after(() => sandbox.close());
    const start = (handler: string, files: Record<string, string>, environment: Record<string, string> = {}) =>
      startFunction(sandbox, {
        runtime: "dotnet8",
        handler,
        files,
        environment: { LAMBDA_TASK_ROOT: "/var/task", _HANDLER: handler, ...environment },
      });

    it("start AWS's client for the handler of a class library, with the library's dependencies", async () => {
      const handler = "Shop::Shop.Function::Handle";
      const { initialised, invoke, environment } = await start(handler, packageOf("Shop"));
      assert.deepEqual(initialised, { kind: "ready" });
      for (const n of [1, 2]) {
        assert.deepEqual((await invoke({ n })).response, {
          arguments: `exec --depsfile /var/task/Shop.deps.json --runtimeconfig /var/task/Shop.runtimeconfig.json /var/runtime/client/Squall.Guest.dll ${handler}`,
          event: { n },
          root: "/var/lang",
          forward: "Major",
          name: "fn",
        });
      }
      assert.deepEqual(said, ["preparing .NET (once) …"]);
      await environment.kill();
    });

    it("take the dependencies of the main assembly where the handler is in another", async () => {
      const { invoke, environment } = await start("Lib::Lib.Function::Handle", { ...packageOf("Main"), "Lib.dll": "" });
      assert.match(
        (await invoke({})).response.arguments,
        / \/var\/task\/Main\.deps\.json .* Lib::Lib\.Function::Handle$/,
      );
      await environment.kill();
      const files = { ...packageOf("Main"), ...packageOf("Other"), "Lib.dll": "" };
      const named = await start("Lib::Lib.Function::Handle", files, { LAMBDA_DOTNET_MAIN_ASSEMBLY: "Other.dll" });
      assert.match((await named.invoke({})).response.arguments, / \/var\/task\/Other\.deps\.json /);
      await named.environment.kill();
      const { initialised, takeOutput } = await start("Lib::Lib.Function::Handle", files);
      assert.deepEqual(initialised, { kind: "exited", code: 105, signal: undefined });
      assert.match(takeOutput(), /^Error: the package has no \.deps\.json that belongs to its assembly/);
    });

    it("start an assembly that is a program by itself, or a native program", async () => {
      const { invoke, environment } = await start("Shop", packageOf("Shop"));
      assert.equal((await invoke({})).response.arguments, "exec /var/task/Shop.dll");
      await environment.kill();
      const script = '#!/bin/sh\necho "native" >&2\nexit 3\n';
      const native = await start("shop", { shop: script });
      assert.deepEqual(
        [native.initialised, native.takeOutput()],
        [{ kind: "exited", code: 3, signal: undefined }, "native\n"],
      );
      const missing = await start("Nowhere", packageOf("Shop"));
      assert.deepEqual(missing.initialised, { kind: "exited", code: 104, signal: undefined });
      assert.match(
        missing.takeOutput(),
        /^Error: executable assembly \/var\/task\/Nowhere\.dll or binary .* not found\.\n$/,
      );
    });

    it("start the function's wrapper in between", async () => {
      const wrapper = '#!/bin/sh\nexport AWS_LAMBDA_FUNCTION_NAME=wrapped\nexec "$@"\n';
      const files = { ...packageOf("Shop"), wrapper };
      const { invoke, environment } = await start("Shop", files, { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" });
      assert.equal((await invoke({})).response.name, "wrapped");
      await environment.kill();
    });
  });

  it("without an SDK run programs, and say of class libraries what they need", async () => {
    process.env.DOTNET_ROOT = install("runtime", ["8.0.11"], false);
    const sandbox = await createTestSandbox({ cacheDir: join(folder, "other-cache") });
    const start = (handler: string) =>
      startFunction(sandbox, {
        runtime: "dotnet8",
        handler,
        files: packageOf("Shop"),
        environment: { LAMBDA_TASK_ROOT: "/var/task", _HANDLER: handler },
      });
    try {
      assert.equal((await (await start("Shop")).invoke({})).response.arguments, "exec /var/task/Shop.dll");
      const { initialised, takeOutput } = await start("Shop::Shop.Function::Handle");
      assert.deepEqual(initialised, { kind: "exited", code: 107, signal: undefined });
      assert.match(takeOutput(), /^Error: handlers of class libraries need the \.NET SDK and NuGet once/);
    } finally {
      await sandbox.close();
    }
  });
});
