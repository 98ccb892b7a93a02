import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFunction, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";
import { eventually } from "../../../test/support/eventually.ts";

const requestId = "11111111-2222-4333-8444-555555555555";

/** AWS's own example of a custom runtime. Source: "Tutorial: Building a custom runtime". */
const tutorial = {
  bootstrap: `#!/bin/bash
set -euo pipefail
source "$LAMBDA_TASK_ROOT/$(echo $_HANDLER | cut -d. -f1).sh"
while true
do
  HEADERS="$(mktemp)"
  EVENT_DATA=$(curl -sS -LD "$HEADERS" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  REQUEST_ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  RESPONSE=$($(echo "$_HANDLER" | cut -d. -f2) "$EVENT_DATA")
  curl -sS "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$REQUEST_ID/response"  -d "$RESPONSE" > /dev/null
done
`,
  "function.sh": `function handler () {
  EVENT_DATA=$1
  echo "$EVENT_DATA" 1>&2;
  RESPONSE="{\\"echo\\": $EVENT_DATA}"
  echo $RESPONSE
}
`,
};

/** A bootstrap whose main part is given; `api METHOD PATH [curl's arguments]` prints body, then status. */
const script = (text: string) => `#!/bin/bash
api() { curl -sS -X "$1" -w ' %{http_code}' "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/$2" "\${@:3}"; }
next() { curl -sS -D /tmp/headers -o /tmp/event "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next"; }
header() { grep -i "^$1:" /tmp/headers | cut -d' ' -f2- | tr -d '\\r'; }
respond() { curl -sS -o /dev/null --data-binary @- "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$(header lambda-runtime-aws-request-id)/response"; }
${text}
`;

const program = {
  runtime: "provided.al2023",
  handler: "function.handler",
  environment: { PATH: "/usr/bin:/bin", LAMBDA_TASK_ROOT: "/var/task", _HANDLER: "function.handler" },
} as const;

describe("the OS-only runtimes", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox({ root: "host" });
    await sandbox.prepare("provided.al2023");
  });
  after(() => sandbox.close());

  const start = (files: Record<string, string>, environment: Record<string, string> = {}): Promise<TestFunction> =>
    startFunction(sandbox, { ...program, files, environment: { ...program.environment, ...environment } });

  it("run AWS's example in shell, event after event", async () => {
    const { initialised, invoke, takeOutput, environment } = await start(tutorial);
    assert.deepEqual(initialised, { kind: "ready" });
    for (let n = 0; n < 3; n += 1) {
      assert.deepEqual(await invoke({ n, text: "ü" }), { response: { echo: { n, text: "ü" } } });
      assert.equal(takeOutput(), `{"n":${n},"text":"ü"}\n`);
    }
    assert.ok(environment.memory().peakBytes > 1024 * 1024, `${environment.memory().peakBytes} bytes`);
    await environment.kill();
  });

  it("tell the event's circumstances in headers", async () => {
    const bootstrap = script(
      'while next; do tail -n +2 /tmp/headers | tr -d "\\r" | sed "s/\\"/\'/g; s/.*/\\"&\\",/" | (echo "["; grep -i "lambda-runtime\\|content-type"; echo "\\"\\"]") | respond; done',
    );
    const { invoke, environment } = await start({ bootstrap });
    const before = Date.now();
    const { response } = await invoke(
      {},
      { clientContext: '{"custom":"ü"}', traceId: "Root=1-abc;Sampled=1", deadlineMs: before + 5000.25 },
    );
    assert.deepEqual(response.map((line: string) => line.toLowerCase()).sort(), [
      "",
      "content-type: application/json",
      `lambda-runtime-aws-request-id: ${requestId}`,
      "lambda-runtime-client-context: {'custom':'ü'}",
      `lambda-runtime-deadline-ms: ${before + 5000}`,
      "lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-1:000000000000:function:fn",
      "lambda-runtime-trace-id: root=1-abc;sampled=1",
    ]);
    await environment.kill();
  });

  it("answer 202 to a response and to an error, 400 to what is no request id, and go on", async () => {
    const bootstrap = script(`
next
BAD=$(api POST invocation/no-such-id/response -d 1)
BAD_ERROR=$(api POST invocation/no-such-id/error -d 1)
INIT=$(api POST init/error -d '{}')
GOOD=$(api POST "invocation/$(header lambda-runtime-aws-request-id)/error" -H 'Lambda-Runtime-Function-Error-Type: Mine.Type' -d '{"errorType":"Mine","errorMessage":"no","stackTrace":["a"]}')
AGAIN=$(api POST "invocation/$(header lambda-runtime-aws-request-id)/response" -d 1)
NOWHERE=$(api GET nowhere)
next
printf '%s\\n' "$BAD" "$BAD_ERROR" "$INIT" "$GOOD" "$AGAIN" "$NOWHERE" | python3 -c 'import json,sys; print(json.dumps(sys.stdin.read().split("\\n")))' | respond
next`);
    const { invoke, environment } = await start({ bootstrap });
    assert.deepEqual(await invoke({}), { error: { errorType: "Mine", errorMessage: "no", stackTrace: ["a"] } });
    const invalid = '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"} 400';
    const { response } = await invoke({}, { requestId: "22222222-2222-4333-8444-555555555555" });
    assert.deepEqual(response.slice(0, 2), [invalid, invalid]);
    assert.match(response[2], /"errorType":"InvalidStateTransition"} 403$/);
    assert.deepEqual(response.slice(3, 7), ['{"status":"OK"} 202', invalid, "404 page not found", " 404"]);
    await environment.kill();
  });

  it("answer 413 to a response of more than 6 MB, which fails the invocation, and go on", async () => {
    const bootstrap = script(`
next
head -c 7000000 /dev/zero | tr '\\0' 1 > /tmp/large
CODE=$(api POST "invocation/$(header lambda-runtime-aws-request-id)/response" --data-binary @/tmp/large)
next
echo "$CODE" | python3 -c 'import json,sys; print(json.dumps(sys.stdin.read()))' | respond
next`);
    const { invoke, environment } = await start({ bootstrap });
    assert.deepEqual(await invoke({}), { tooLarge: 7_000_000 });
    const { response } = await invoke({}, { requestId: "22222222-2222-4333-8444-555555555555" });
    assert.equal(
      response,
      '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"} 413\n',
    );
    await environment.kill();
  });

  it("tell the error of a function that cannot be loaded", async () => {
    const bootstrap = script(
      `api POST init/error -d '{"errorType":"Mine.Init","errorMessage":"no config"}' >&2; exit 3`,
    );
    const { initialised, takeOutput, environment } = await start({ bootstrap });
    assert.equal(initialised.kind, "error");
    assert.deepEqual(JSON.parse(initialised.kind === "error" ? initialised.error.toString() : ""), {
      errorType: "Mine.Init",
      errorMessage: "no config",
    });
    assert.deepEqual(await environment.exited, { code: 3, signal: undefined });
    assert.equal(takeOutput(), '{"status":"OK"} 202');
  });

  it("tell a program that ends before it asks for an event, and one that ends in the middle", async () => {
    assert.deepEqual((await start({ bootstrap: script("exit 7") })).initialised, {
      kind: "exited",
      code: 7,
      signal: undefined,
    });
    const { invoke } = await start({ bootstrap: script("next; exit 9") });
    assert.deepEqual(await invoke({}), { exit: { code: 9, signal: undefined } });
    assert.deepEqual(await invoke({}), { exit: { code: 9, signal: undefined } });
  });

  it("name a bootstrap that is missing or is no program", async () => {
    const errors: string[] = [];
    for (const files of [{ "other.sh": "" }, { bootstrap: "no magic" }, { bootstrap: "#!/no/such/shell\n" }] as Record<
      string,
      string
    >[]) {
      const { initialised } = await start(files);
      const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "{}");
      assert.equal(error.errorType, "Runtime.InvalidEntrypoint");
      errors.push(error.errorMessage);
    }
    assert.deepEqual(errors, [
      "Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
      "Error: fork/exec /var/task/bootstrap: exec format error",
      "Error: fork/exec /var/task/bootstrap: no such file or directory",
    ]);
  });

  it("stream a response, and hold the program back while nobody reads it", async () => {
    const bootstrap = script(`
while next; do
  (echo one; sleep 0.1; echo two; head -c 8000000 /dev/zero) | curl -sS -o /dev/null -T - -X POST \
    -H 'Lambda-Runtime-Function-Response-Mode: streaming' "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$(header lambda-runtime-aws-request-id)/response"
done`);
    const { environment, invoke } = await start({ bootstrap });
    const opened = Promise.withResolvers<void>();
    const parts: Buffer[] = [];
    // On a busy machine the small pieces may come as one.
    const received = () => parts.reduce((bytes, part) => bytes + part.length, 0);
    const answer = invoke({}, {}, (part) => {
      parts.push(part);
      return received() <= 8 ? undefined : opened.promise;
    });
    await eventually(async () => received() > 8 || undefined, "the first of what is large");
    assert.equal(Buffer.concat(parts).toString("latin1", 0, 8), "one\ntwo\n");
    assert.ok(received() <= 8 + 65_536);
    opened.resolve();
    assert.deepEqual(await answer, { response: null });
    assert.equal(Buffer.concat(parts).length, 8_000_008);
    await environment.kill();
  });

  it("have the same address as on AWS, where each speaks for itself", async () => {
    const bootstrap = script('while next; do echo "\\"$AWS_LAMBDA_RUNTIME_API\\"" | respond; done');
    const all = await Promise.all(Array.from({ length: 10 }, () => start({ bootstrap })));
    const answers = await Promise.all(all.map(({ invoke }) => invoke({})));
    assert.deepEqual(answers, Array(10).fill({ response: "127.0.0.1:9001" }));
    await Promise.all(all.map(({ environment }) => environment.kill()));
  });
});

describe("the OS-only runtimes, where functions share the host's network", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox({ network: "host", root: "host" });
    await sandbox.prepare("provided.al2023");
  });
  after(() => sandbox.close());

  const start = (files: Record<string, string>): Promise<TestFunction> => startFunction(sandbox, { ...program, files });

  it("keep other functions and the host from speaking as this one", async () => {
    const victim = await start({
      bootstrap: script(
        'next; echo "\\"$AWS_LAMBDA_RUNTIME_API\\"" | respond; next; sleep 0.3; echo "\\"mine\\"" | respond; next',
      ),
    });
    const { response: address } = await victim.invoke({});
    assert.match(address, /^127\.\d+\.\d+\.\d+:\d+$/);
    await assert.rejects(fetch(`http://${address}/2018-06-01/runtime/invocation/next`));
    const attacker = await start({
      bootstrap: script(`
next
RESULT=$(curl -sS -d '"theirs"' "http://${address}/2018-06-01/runtime/invocation/${requestId}/response" 2>&1; echo "exit $?")
echo "$RESULT" | python3 -c 'import json,sys; print(json.dumps(sys.stdin.read()))' | respond
next`),
    });
    const waiting = victim.invoke({});
    const { response } = await attacker.invoke({});
    assert.match(response, /exit (52|56)\n$/, "its connection is closed without an answer");
    assert.deepEqual(await waiting, { response: "mine" });
    await Promise.all([victim, attacker].map(({ environment }) => environment.kill()));
  });

  it("give each of many environments the same port at an address of its own", async () => {
    const bootstrap = script('while next; do echo "\\"$AWS_LAMBDA_RUNTIME_API\\"" | respond; done');
    const all = await Promise.all(Array.from({ length: 10 }, () => start({ bootstrap })));
    const answers = await Promise.all(all.map(({ invoke }) => invoke({})));
    const addresses = new Set(answers.map(({ response }) => response));
    assert.equal(addresses.size, 10);
    await Promise.all(all.map(({ environment }) => environment.kill()));
  });
});
