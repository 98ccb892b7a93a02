import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";

const { create, invoke, lambda, log, clock, table, asRoot } = await openLambda(wholeFile);
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

test("Invoke gives the function's answer, the version and the tail of its log", async () => {
  await create(
    "echo",
    "def handler(event, context):\n    print('hello')\n    return {'got': event, 'arn': context.invoked_function_arn}\n",
  );
  const { payload, tail, version, error } = await invoke("echo", { a: 1 }, { LogType: "Tail" });
  assert.deepEqual(payload, { got: { a: 1 }, arn: arnOf("echo") });
  assert.equal(version, "$LATEST");
  assert.equal(error, undefined);
  assert.match(
    tail,
    /^START RequestId: ([0-9a-f-]{36}) Version: \$LATEST\nhello\nEND RequestId: \1\nREPORT RequestId: \1\t/,
  );
  assert.match(
    tail,
    /Duration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t\n$/,
  );
});

test("a second invocation has the same environment: no Init Duration, the same log stream", async () => {
  await create(
    "twice",
    "import os\ncount = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return [count, context.log_stream_name, os.environ['AWS_LAMBDA_LOG_STREAM_NAME']]\n",
  );
  const first = await invoke("twice");
  const second = await invoke("twice", {}, { LogType: "Tail" });
  assert.equal(first.payload[0], 1);
  assert.equal(second.payload[0], 2);
  assert.equal(first.payload[1], second.payload[1]);
  assert.match(first.payload[1], /^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
  assert.equal(first.payload[1], first.payload[2]);
  assert.doesNotMatch(second.tail, /Init Duration/);
});

test("the log has INIT_START, START, the function's lines, END and REPORT, in a stream named as AWS names it", async () => {
  await create("lines", "def handler(event, context):\n    print('one')\n    print('two')\n");
  await invoke("lines");
  const messages = await log("lines");
  assert.deepEqual(
    messages.map((message) => message.split(" ")[0]?.trim()),
    ["INIT_START", "START", "one", "two", "END", "REPORT"],
  );
});

test("an error of the handler is the answer, with AWS's errorType, errorMessage and stackTrace", async () => {
  await create("raises", "def handler(event, context):\n    raise ValueError('no good')\n");
  const { payload, error } = await invoke("raises");
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorType, "ValueError");
  assert.equal(payload.errorMessage, "no good");
  assert.match(payload.stackTrace[0], /File "\/var\/task\/app\.py", line 2, in handler/);
  const again = await invoke("raises");
  assert.equal(again.error, "Unhandled");
});

test("an error at import is tried again within the invocation, and is its answer", async () => {
  await create("broken", "raise RuntimeError('at import')\n");
  const { payload, error, tail } = await invoke("broken", {}, { LogType: "Tail" });
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorMessage, "at import");
  assert.match(tail, /Status: error\tError Type: RuntimeError\t\n$/);
  const messages = await log("broken");
  assert.ok(
    messages.some((message) =>
      /^INIT_REPORT Init Duration: .*\tPhase: init\tStatus: error\tError Type: /.test(message),
    ),
  );
});

test("a missing handler or module is AWS's error", async () => {
  await create("no-handler", "x = 1\n");
  assert.deepEqual((await invoke("no-handler")).payload.errorType, "Runtime.HandlerNotFound");
  await create("no-module", "x = 1\n", { Handler: "nothing.handler" });
  const { payload } = await invoke("no-module");
  assert.equal(payload.errorType, "Runtime.ImportModuleError");
  assert.equal(payload.errorMessage, "Unable to import module 'nothing': No module named 'nothing'");
});

test("a timeout kills the process and is told in AWS's words", async () => {
  await create(
    "slow",
    "import time\nn = 0\ndef handler(event, context):\n    global n\n    n += 1\n    if event.get('sleep'): time.sleep(20)\n    return n\n",
    { Timeout: 1 },
  );
  assert.equal((await invoke("slow")).payload, 1);
  const startedMs = performance.now();
  const { payload, error, tail } = await invoke("slow", { sleep: true }, { LogType: "Tail" });
  assert.ok(performance.now() - startedMs < 19_000, "the handler was waited for");
  assert.equal(error, "Unhandled");
  const requestId = /START RequestId: (\S+)/.exec(tail)?.[1];
  assert.deepEqual(payload, {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
  });
  assert.match(tail, new RegExp(`\\n2026-01-01T00:00:00\\.000Z ${requestId} Task timed out after 1\\.00 seconds\\n`));
  assert.match(tail, /Duration: 1000\.00 ms\tBilled Duration: 1000 ms\t.*Status: timeout\t\n$/);
  assert.equal((await invoke("slow")).payload, 1, "a new environment took its place");
});

test("too much memory kills the environment alone, with AWS's error", async () => {
  await create(
    "greedy",
    "def handler(event, context):\n    x = bytearray(event['bytes'])\n    for i in range(0, len(x), 4096): x[i] = 1\n    return len(x)\n",
    { MemorySize: 128, Timeout: 30 },
  );
  assert.equal((await invoke("greedy", { bytes: 1000 })).payload, 1000);
  const { payload, error, tail } = await invoke("greedy", { bytes: 400_000_000 }, { LogType: "Tail" });
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorType, "Runtime.ExitError");
  assert.match(payload.errorMessage, /^RequestId: \S+ Error: Runtime exited with error: signal: killed$/);
  assert.match(
    tail,
    /Max Memory Used: 128 MB\t(Init Duration: .* ms\t)?Status: error\tError Type: Runtime\.OutOfMemory\t\n$/,
  );
  assert.equal((await invoke("greedy", { bytes: 10 })).payload, 10);
});

test("exit() ends that environment alone, with AWS's error", async () => {
  await create(
    "exits",
    "import os\ndef handler(event, context):\n    if 'code' in event: os._exit(event['code'])\n    return 'alive'\n",
  );
  const { payload, error } = await invoke("exits", { code: 3 });
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorType, "Runtime.ExitError");
  assert.match(payload.errorMessage, /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/);
  const clean = await invoke("exits", { code: 0 });
  assert.match(clean.payload.errorMessage, /Error: Runtime exited without providing a reason$/);
  assert.equal((await invoke("exits")).payload, "alive");
});

test("what ends before the handler is there names the request, too; a wrapper that is missing is 127", async () => {
  await create("early", "import sys\nsys.exit(0)\n");
  const { payload } = await invoke("early");
  assert.equal(payload.errorType, "Runtime.ExitError");
  assert.match(payload.errorMessage, /^RequestId: \S{36} Error: Runtime exited without providing a reason$/);
  const Environment = { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/absent.sh" } };
  await create("wrapped", "def handler(event, context):\n    return 1\n", { Environment } as never);
  const wrapped = await invoke("wrapped");
  assert.match(wrapped.payload.errorMessage, /^RequestId: \S{36} Error: Runtime exited with error: exit status 127$/);
});

test("/tmp has its size and no more", async () => {
  await create(
    "scratch",
    "import os\ndef handler(event, context):\n    try:\n        with open('/tmp/big', 'wb') as f:\n            for _ in range(event['mib']): f.write(b'x' * 1048576)\n        return 'written'\n    except OSError as e:\n        return e.strerror\n    finally:\n        os.unlink('/tmp/big')\n",
    { EphemeralStorage: { Size: 512 }, MemorySize: 1_024, Timeout: 60 },
  );
  assert.equal((await invoke("scratch", { mib: 100 })).payload, "written");
  assert.equal((await invoke("scratch", { mib: 520 })).payload, "No space left on device");
});

test("an answer beyond 6 MB is an error", async () => {
  await create("large", "def handler(event, context):\n    return 'x' * event['bytes']\n", {
    Timeout: 30,
    MemorySize: 512,
  });
  assert.equal((await invoke("large", { bytes: 6 * 1024 * 1024 + 98 })).error, undefined);
  const { payload, error } = await invoke("large", { bytes: 6 * 1024 * 1024 + 99 });
  assert.equal(error, "Unhandled");
  assert.deepEqual(payload, {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  });
});

test("a payload beyond 6 MB, or 1 MB for an event, or that is no JSON, is refused", async () => {
  const FunctionName = "echo";
  const big = Buffer.from(`"${"x".repeat(6 * 1024 * 1024)}"`);
  await assert.rejects(lambda("Invoke", { FunctionName, Payload: big }), {
    name: "RequestTooLargeException",
    message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
  });
  const event = Buffer.from(`"${"x".repeat(1024 * 1024)}"`);
  await assert.rejects(lambda("Invoke", { FunctionName, InvocationType: "Event", Payload: event }), {
    name: "RequestTooLargeException",
    message: "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
  });
  await assert.rejects(lambda("Invoke", { FunctionName, Payload: Buffer.from("{no") }), {
    name: "InvalidRequestContentException",
    message: /^Could not parse request body into json: /,
  });
});

test("DryRun runs nothing", async () => {
  await create("dry", "def handler(event, context):\n    return 1\n");
  const answer = await lambda("Invoke", { FunctionName: "dry", InvocationType: "DryRun" });
  assert.equal(answer.StatusCode, 204);
  assert.equal(answer.Payload, undefined);
  await assert.rejects(lambda("Invoke", { FunctionName: "dry:nothing", InvocationType: "DryRun" }), {
    name: "ResourceNotFoundException",
    message: `Function not found: ${arnOf("dry")}:nothing`,
  });
});

test("a function is found by each form of its name", async () => {
  await create("forms", "def handler(event, context):\n    return context.invoked_function_arn\n");
  for (const name of ["forms", "000000000000:function:forms", arnOf("forms")]) {
    assert.equal((await invoke(name)).payload, arnOf("forms"));
  }
  assert.equal((await invoke("forms:$LATEST")).payload, `${arnOf("forms")}:$LATEST`);
  await assert.rejects(invoke("arn:aws:lambda:eu-west-1:000000000000:function:forms"), {
    name: "ResourceNotFoundException",
    message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  });
  await assert.rejects(invoke("no such name"), { name: "ValidationException" });
  await assert.rejects(invoke("absent"), {
    name: "ResourceNotFoundException",
    message: `Function not found: ${arnOf("absent")}:$LATEST`,
  });
  await assert.rejects(invoke("forms:1", {}, { Qualifier: "2" }), {
    message: "The derived qualifier from the function name does not match the specified qualifier.",
  });
});

test("the client context and the environment variables reach the function", async () => {
  await create(
    "facts",
    "import os\ndef handler(event, context):\n    return {'custom': context.client_context.custom if context.client_context else None, 'env': dict(os.environ), 'memory': context.memory_limit_in_mb, 'id': context.aws_request_id}\n",
    { Environment: { Variables: { COLOUR: "blue" } }, MemorySize: 256 },
  );
  const ClientContext = Buffer.from(JSON.stringify({ custom: { a: 1 } })).toString("base64");
  const { payload } = await invoke("facts", {}, { ClientContext });
  assert.deepEqual(payload.custom, { a: 1 });
  const { env } = payload;
  assert.equal(env.COLOUR, "blue");
  assert.equal(env.AWS_LAMBDA_FUNCTION_NAME, "facts");
  assert.equal(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, "256");
  assert.equal(env.AWS_LAMBDA_FUNCTION_VERSION, "$LATEST");
  assert.equal(env.AWS_LAMBDA_INITIALIZATION_TYPE, "on-demand");
  assert.equal(env.AWS_LAMBDA_LOG_GROUP_NAME, "/aws/lambda/facts");
  assert.equal(env.AWS_REGION, "us-east-1");
  assert.equal(env._HANDLER, "app.handler");
  assert.match(env.AWS_ACCESS_KEY_ID, /^ASIA/);
  assert.equal(env.AWS_XRAY_DAEMON_ADDRESS, "127.0.0.1:2000");
  assert.match(
    env._X_AMZN_TRACE_ID,
    /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:1$/,
  );
  await assert.rejects(invoke("facts", {}, { ClientContext: `e30${"A".repeat(3_600)}` }), {
    message: "Client context must be no more than 3583 bytes when base64-encoded.",
  });
});

test("the tail is the last 4 KB", async () => {
  await create("talks", "def handler(event, context):\n    for n in range(500): print(f'line {n:04} ' + 'x' * 20)\n");
  const { tail } = await invoke("talks", {}, { LogType: "Tail" });
  assert.equal(Buffer.byteLength(tail), 4_096);
  assert.match(tail, /line 0499 x+\nEND RequestId/);
});

test("an environment's credentials are its role's", async () => {
  await create(
    "who",
    "import boto3\ndef handler(event, context):\n    import os\n    return os.environ['AWS_SESSION_TOKEN'] != ''\n",
  );
  assert.equal((await invoke("who")).payload, true);
});

test("an idle environment is let go after ten minutes", async () => {
  await create("idle", "count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return count\n");
  await invoke("idle");
  clock.advance(9 * 60_000);
  assert.equal((await invoke("idle")).payload, 2);
  clock.advance(10 * 60_000 + 1);
  assert.equal((await invoke("idle")).payload, 1);
});

test("a request id of the caller's operation is the invocation's", async () => {
  await create("ids", "def handler(event, context):\n    return context.aws_request_id\n");
  const { payload, tail } = await invoke("ids", {}, { LogType: "Tail" });
  assert.ok(tail.startsWith(`START RequestId: ${payload} `));
});

test("an Event is run after its answer, exactly once for one deduplication id", async () => {
  await create("later", "def handler(event, context):\n    print('ran', event['n'])\n");
  const Payload = Buffer.from(JSON.stringify({ n: 7 }));
  const input = { FunctionName: "later", InvocationType: "Event", Payload } as never;
  const answer = await table.call("lambda", "Invoke", input, { ...asRoot, deduplicationId: "same" });
  assert.equal(answer.StatusCode, 202);
  await table.call("lambda", "Invoke", input, { ...asRoot, deduplicationId: "same" });
  await lambda("Invoke", { FunctionName: "later", InvocationType: "Event", Payload: Buffer.from('{"n": 8}') });
  await eventually(async () => {
    const messages = await log("later", 2);
    return messages.filter((message) => message.startsWith("ran ")).length === 2 || undefined;
  }, "both events");
});
