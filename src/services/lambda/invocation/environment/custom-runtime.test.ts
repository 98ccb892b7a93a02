import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

const lambda = await openLambda(wholeFile);

/** Functions that are programs of their own, through the whole of Lambda. */
describe("an OS-only runtime", () => {
  const create = (name: string, loop: string, more: object = {}) =>
    lambda.create(name, "", {
      Runtime: "provided.al2023",
      Handler: "hello.handler",
      Code: { ZipFile: zip({ bootstrap: { content: bootstrap(loop), mode: 0o755 } }) },
      ...more,
    } as never);

  test("answers, logs, and has AWS's variables", async () => {
    await create("shell", 'echo "handling"; env | sort > /tmp/env; respond "$(cat /tmp/event)"');
    assert.deepEqual((await lambda.invoke("shell", { a: 1 })).payload, { a: 1 });
    const log = await lambda.log("shell");
    assert.match(log[0] ?? "", /^INIT_START Runtime Version: provided:al2023\.v1/);
    assert.equal(log[2], "handling\n");
    assert.match(log.at(-1) ?? "", /Max Memory Used: [1-9]\d* MB\tInit Duration: [\d.]+ ms/);
  });

  test("does not name itself in AWS_EXECUTION_ENV, which official libraries take for a managed one", async () => {
    await create("variables", `respond "\\"$_HANDLER $PWD \${AWS_EXECUTION_ENV-unset} $LAMBDA_TASK_ROOT\\""`);
    assert.equal((await lambda.invoke("variables")).payload, "hello.handler /var/task unset /var/task");
  });

  test("tells its own error to the caller", async () => {
    await create(
      "failing",
      `curl -s -H 'Lambda-Runtime-Function-Error-Type: Shell.Failed' -d '{"errorType":"Shell.Failed","errorMessage":"no"}' "$api/invocation/$id/error"`,
    );
    const { payload, error } = await lambda.invoke("failing");
    assert.deepEqual([payload, error], [{ errorType: "Shell.Failed", errorMessage: "no" }, "Unhandled"]);
  });

  test("gives no event to a process that is about to end: it is for the one that asks", async () => {
    const error = `curl -s -d '{"errorType":"Panic","errorMessage":"no"}' "$api/invocation/$id/error"`;
    await create(
      "panicking",
      `if grep -q panic /tmp/event; then ${error} >/dev/null; sleep 0.4; exit 1; else respond '"fine"'; fi`,
      { Timeout: 20 },
    );
    for (let round = 0; round < 2; round += 1) {
      assert.deepEqual((await lambda.invoke("panicking", "panic")).payload, { errorType: "Panic", errorMessage: "no" });
      const next = await lambda.invoke("panicking", "next");
      assert.deepEqual([next.payload, next.error], ["fine", undefined]);
    }
  });

  test("has its environment for the next event, however soon that comes", async () => {
    await create("quick", `respond '"'$$'"'; sleep 0.01`);
    const first = (await lambda.invoke("quick")).payload;
    for (let round = 0; round < 5; round += 1) assert.equal((await lambda.invoke("quick")).payload, first);
  });

  test("fails an invocation whose response is larger than 6 MB, and takes the next event", async () => {
    await create(
      "large",
      `if grep -q large /tmp/event; then head -c 6300000 /dev/zero | tr '\\0' 1 | curl -s --data-binary @- "$api/invocation/$id/response"; else respond 1; fi`,
      { Timeout: 20 },
    );
    const { payload, error } = await lambda.invoke("large", "large");
    assert.equal(error, "Unhandled");
    assert.deepEqual(payload, {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
    assert.equal((await lambda.invoke("large", "small")).payload, 1);
  });

  test("is told of a response that is larger than 6 MB, in however many pieces it was sent", async () => {
    await create(
      "large-in-pieces",
      `if grep -q large /tmp/event; then head -c 6300000 /dev/zero | tr '\\0' 1 | curl -s -T - -X POST -o /tmp/said -w 'runtime was told %{http_code}\\n' "$api/invocation/$id/response"; cat /tmp/said; else respond 1; fi`,
      { Timeout: 20 },
    );
    const { payload, error } = await lambda.invoke("large-in-pieces", "large");
    assert.equal(error, "Unhandled");
    assert.deepEqual(payload, {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
    assert.equal((await lambda.invoke("large-in-pieces", "small")).payload, 1);
    const log = (await lambda.log("large-in-pieces", 2)).join("");
    assert.match(log, /runtime was told 413/);
    assert.match(log, /Exceeded maximum allowed payload size \(6291556 bytes\)/);
  });

  test("is ended when its time is up", async () => {
    await create("slow", "sleep 30", { Timeout: 1 });
    const { payload } = await lambda.invoke("slow");
    assert.equal(payload.errorType, "Sandbox.Timedout");
  });

  test("a package without a bootstrap fails with AWS's error", async () => {
    await lambda.create("empty", "", {
      Runtime: "provided.al2",
      Code: { ZipFile: zip({ "readme.txt": "" }) },
    } as never);
    const { payload, error } = await lambda.invoke("empty");
    assert.equal(error, "Unhandled");
    assert.deepEqual(payload, {
      errorType: "Runtime.InvalidEntrypoint",
      errorMessage: "Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    });
  });
});

/** What is done with each event is given; it has `$api`, `$id`, /tmp/event and `respond TEXT`. */
function bootstrap(loop: string): string {
  return `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
respond() { curl -s -d "$1" "$api/invocation/$id/response" >/dev/null; }
while curl -sS -D /tmp/headers -o /tmp/event "$api/invocation/next"; do
  id=$(grep -i '^lambda-runtime-aws-request-id:' /tmp/headers | tr -d '\\r' | cut -d' ' -f2)
  ${loop}
done
`;
}
