import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../sandbox.ts";
import { createTestSandbox, startFunction } from "../test-sandbox.ts";

/** Starts another program than the runtime, with a loop that takes events, as the Lambda Web Adapter's wrapper does with its own. */
const wrapper = `#!/bin/bash
echo "instead of $1" >&2
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
while event=$(curl -sSf -D /tmp/headers "$api/invocation/next"); do
  id=$(grep -i '^lambda-runtime-aws-request-id:' /tmp/headers | tr -d '\\r' | cut -d' ' -f2)
  [ "$event" = '"end"' ] && exit 4
  curl -sS -o /dev/null -d "[$event,\\"$GREETING\\",\\"$PWD\\"]" "$api/invocation/$id/response"
done
`;

describe("behind a wrapper script", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
  });
  after(() => sandbox.close());

  for (const [runtime, interpreter] of [
    ["nodejs22.x", "node"],
    ["python3.11", "python3"],
    ["ruby3.2", "ruby"],
  ] as const) {
    const start = (files: Record<string, string>) =>
      startFunction(sandbox, {
        runtime,
        handler: "app.handler",
        files,
        environment: {
          LAMBDA_TASK_ROOT: "/var/task",
          GREETING: "hello",
          AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper",
          PATH: "/usr/local/bin:/usr/bin:/bin",
        },
      });

    it(`${runtime}: a program in the runtime's place takes events from the Runtime API`, async () => {
      const { initialised, invoke, takeOutput, environment } = await start({ wrapper });
      assert.deepEqual(initialised, { kind: "ready" });
      for (const n of [1, 2]) assert.deepEqual(await invoke(n), { response: [n, "hello", "/var/task"] });
      assert.match(takeOutput(), new RegExp(`^instead of /\\S*${interpreter}[\\d.]*\\n$`));
      assert.ok(environment.memory().peakBytes > 1024 * 1024);
      assert.deepEqual(await invoke("end"), { exit: { code: 4, signal: undefined } });
    });
  }

  it("the runtime itself takes them, where the script starts it, and tells what it cannot load", async () => {
    const own = '#!/bin/sh\nexport GREETING="hello from the wrapper"\nexec "$@"\n';
    const start = (text: string) =>
      startFunction(sandbox, {
        runtime: "nodejs22.x",
        handler: "app.handler",
        files: { wrapper: own, "app.js": text },
        environment: {
          LAMBDA_TASK_ROOT: "/var/task",
          AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper",
          PATH: "/usr/bin:/bin",
        },
      });
    const { invoke, environment } = await start("exports.handler = async (n) => [n, process.env.GREETING];");
    for (const n of [1, 2]) assert.deepEqual(await invoke(n), { response: [n, "hello from the wrapper"] });
    await environment.kill();
    assert.equal((await start("throw new RangeError('no good');")).initialised.kind, "error");
  });

  it("a script that ends is the end of the start", async () => {
    const { initialised } = await startFunction(sandbox, {
      runtime: "nodejs22.x",
      handler: "app.handler",
      files: { wrapper: "#!/bin/sh\nexit 5\n" },
      environment: { LAMBDA_TASK_ROOT: "/var/task", AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" },
    });
    assert.deepEqual(initialised, { kind: "exited", code: 5, signal: undefined });
  });
});
