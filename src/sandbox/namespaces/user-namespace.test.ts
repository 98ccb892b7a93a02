import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeSandbox } from "../contract.ts";
import { RuntimeUnavailableError } from "../sandbox.ts";
import { createTestSandbox, installDir, startFunction, testRunDir } from "../test-sandbox.ts";

describeSandbox("namespace sandbox of an ordinary user, by a user namespace", {
  create: () => createTestSandbox({ modes: ["user-namespace"] }),
  runtime: "python3.11",
  hidden: () => [installDir, testRunDir, process.execPath, "/sys/fs/cgroup"],
});

describe("where the kernel allows no sandbox", () => {
  it("functions are refused, and the reason is told", async () => {
    const sandbox = await createTestSandbox({ modes: [] });
    const { isolation, missing } = await sandbox.report();
    assert.equal(isolation, "none");
    assert.match(missing.join(" "), /needs Linux 5\.12/);
    await assert.rejects(sandbox.prepare("python3.11"), (error) => {
      assert.ok(error instanceof RuntimeUnavailableError);
      assert.match(error.message, /^Functions cannot be isolated here\. .*--allow-unisolated/);
      return true;
    });
    await sandbox.close();
  });

  for (const [runtime, handler, file, text] of [
    [
      "python3.11",
      "app.handler",
      "app.py",
      "import boto3, os\ndef handler(event, context):\n    print('hi')\n    return [event, os.path.exists('/root')]\n",
    ],
    [
      "nodejs22.x",
      "app.handler",
      "app.js",
      "exports.handler = async (event) => { process.stdout.write('hi\\n'); return [event, require('fs').existsSync('/root')]; };",
    ],
  ] as const) {
    it(`${runtime} runs as an ordinary process if the user has said so`, async () => {
      const sandbox = await createTestSandbox({ modes: [], allowUnisolated: true });
      const { invoke, takeOutput, environment } = await startFunction(sandbox, {
        runtime,
        handler,
        files: { [file]: text },
      });
      assert.deepEqual(await invoke({ a: 1 }), { response: [{ a: 1 }, true] });
      assert.equal(takeOutput(), "hi\n");
      await environment.kill();
      assert.deepEqual(await environment.exited, { code: undefined, signal: "SIGKILL" });
      await sandbox.close();
    });
  }
});
