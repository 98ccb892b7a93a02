import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

const lambda = await openLambda(wholeFile);

/** What an extension in Python is written with. */
const client = `
import json, os, sys, time, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
def call(method, path, body=None, headers={}):
    request = urllib.request.Request(api + path, method=method, data=None if body is None else json.dumps(body).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.loads(response.read() or "null"), response.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "null"), error.headers
def register(name, events, **headers):
    return call("POST", "/2020-01-01/extension/register", {"events": events}, {"Lambda-Extension-Name": name, **headers})
def next_event(id):
    return call("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": id})[1]
`;

/** A layer with one external extension, a program in Python. */
async function layer(name: string, code: string): Promise<string> {
  return layerOf(name, `#!/usr/bin/env python3\n${client}\n${code}`);
}

async function layerOf(name: string, content: string): Promise<string> {
  const { LayerVersionArn = "" } = await lambda.lambda("PublishLayerVersion", {
    LayerName: name,
    Content: { ZipFile: zip({ [`extensions/${name}`]: { content, mode: 0o755 } }) },
  });
  return LayerVersionArn;
}

async function logOf(name: string, isThere: (log: string) => boolean): Promise<string> {
  return eventually(async () => {
    const page = await lambda
      .call("cloudwatch-logs", "FilterLogEvents", { logGroupName: `/aws/lambda/${name}` })
      .catch(() => undefined);
    const log = (page?.events ?? []).map(({ message }) => message).join("");
    return isThere(log) ? log : undefined;
  }, `the log of ${name}`);
}

/** Ends its environments as an update does: they spin down. */
async function spinDown(name: string): Promise<void> {
  await lambda.lambda("UpdateFunctionConfiguration", { FunctionName: name, Description: "another" });
  await lambda.settled(name);
}

describe("an external extension", () => {
  test("its memory is the environment's", async () => {
    const Layers = [
      await layer(
        "large",
        'id = register("large", [])[2]["Lambda-Extension-Identifier"]\nheld = bytearray(150 << 20)\nnext_event(id)',
      ),
    ];
    await lambda.create("beside-large", "def handler(event, context): pass", { Layers, MemorySize: 512 } as never);
    const { tail } = await lambda.invoke("beside-large", {}, { LogType: "Tail" });
    const most = Number(/Max Memory Used: (\d+) MB/.exec(tail)?.[1]);
    assert.ok(most > 150 && most < 350, `${most} MB with an extension of 150`);
  });

  test("registers before the function is loaded, sees each event and the shutdown", async () => {
    const arn = await layer(
      "watcher",
      `
status, body, headers = register("watcher", ["INVOKE", "SHUTDOWN"], **{"Lambda-Extension-Accept-Feature": "accountId"})
print("registered", status, json.dumps(body, sort_keys=True), flush=True)
time.sleep(0.2)
id = headers["Lambda-Extension-Identifier"]
while True:
    event = next_event(id)
    print("event", json.dumps(event, sort_keys=True), flush=True)
    if event["eventType"] == "SHUTDOWN":
        print("left", round((event["deadlineMs"] - time.time() * 1000) / 1000), flush=True)
        break
`,
    );
    await lambda.create("watched", 'print("loaded")\ndef handler(event, context):\n    return event["n"]\n', {
      Layers: [arn],
    });
    assert.equal((await lambda.invoke("watched", { n: 1 }, { LogType: "Tail" })).payload, 1);
    assert.equal((await lambda.invoke("watched", { n: 2 })).payload, 2);
    await spinDown("watched");
    const log = await logOf("watched", (text) => text.includes("left"));
    assert.match(
      log,
      /INIT_START[^\n]*\nregistered 200 \{"accountId": "000000000000", "functionName": "watched", "functionVersion": "\$LATEST", "handler": "app.handler"\}\nloaded\nEXTENSION\tName: watcher\tState: Ready\tEvents: \[INVOKE, SHUTDOWN\]\nSTART/,
    );
    const events = log.match(/event \{.*\}/g) ?? [];
    assert.equal(events.length, 3);
    const invoke = JSON.parse(events[0]!.slice(6));
    assert.deepEqual(Object.keys(invoke).sort(), [
      "deadlineMs",
      "eventType",
      "invokedFunctionArn",
      "requestId",
      "tracing",
    ]);
    assert.equal(invoke.invokedFunctionArn, "arn:aws:lambda:us-east-1:000000000000:function:watched");
    assert.match(invoke.tracing.value, /^Root=/);
    assert.match(events[2]!, /"shutdownReason": "spindown"/);
    assert.match(log, /left 2\n/);
  });

  test("goes on after the answer: the caller does not wait, the environment does, and its time is billed", async () => {
    const arn = await layer(
      "slow",
      `
_, _, headers = register("slow", ["INVOKE"])
while True:
    next_event(headers["Lambda-Extension-Identifier"])
    time.sleep(1)
`,
    );
    await lambda.create("quick", "import os\ndef handler(event, context):\n    return os.getpid()\n", {
      Layers: [arn],
    });
    const first = await lambda.invoke("quick");
    const startedMs = performance.now();
    const second = lambda.invoke("quick");
    assert.ok(first.payload > 0);
    await second;
    const log = await lambda.log("quick", 2);
    const report = log.find((line) => line.startsWith("REPORT")) ?? "";
    assert.ok(Number(/Duration: ([\d.]+)/.exec(report)?.[1]) >= 1_000, report);
    // The second had an environment of its own, since the first's was at work.
    assert.equal(log.filter((line) => line.startsWith("INIT_START")).length, 2);
    const tail = await lambda.invoke("quick", {}, { LogType: "Tail" });
    assert.match(tail.tail, /REPORT RequestId/);
    assert.ok(performance.now() - startedMs > 1_000);
  });

  test("that takes longer than the function's timeout ends the environment, not the answer", async () => {
    const arn = await layer(
      "endless",
      `
_, _, headers = register("endless", ["INVOKE", "SHUTDOWN"])
id = headers["Lambda-Extension-Identifier"]
next_event(id)
time.sleep(1.5)
print("then", next_event(id)["shutdownReason"], flush=True)
`,
    );
    await lambda.create("hasty", "def handler(event, context):\n    return 1\n", { Layers: [arn], Timeout: 1 });
    assert.equal((await lambda.invoke("hasty")).payload, 1);
    const log = await logOf("hasty", (text) => text.includes("then") && text.includes("REPORT"));
    assert.match(log, /Task timed out after 1\.00 seconds/);
    assert.match(log, /REPORT [^\n]*Status: timeout/);
    assert.match(log, /then timeout/);
  });

  test("that crashes ends the invocation and its environment with AWS's words", async () => {
    const arn = await layer(
      "crashing",
      `
_, _, headers = register("crashing", ["INVOKE"])
next_event(headers["Lambda-Extension-Identifier"])
sys.exit(3)
`,
    );
    await lambda.create("sleeper", "import time\ndef handler(event, context):\n    time.sleep(20)\n", {
      Layers: [arn],
      Timeout: 30,
    });
    const { payload, error } = await lambda.invoke("sleeper");
    assert.equal(error, "Unhandled");
    assert.equal(payload.errorType, "Extension.Crash");
    assert.match(payload.errorMessage, /^RequestId: [0-9a-f-]{36} Error: exit status 3$/);
    const log = (await lambda.log("sleeper")).join("");
    assert.match(log, /RequestId: [0-9a-f-]{36} Error: exit status 3\nExtension\.Crash\n/);
    assert.match(log, /Status: error\tError Type: Extension\.Crash/);
  });

  test("that cannot start fails the INIT phase, and the first invocation", async () => {
    const arn = await layer(
      "failing",
      `
_, _, headers = register("failing", ["INVOKE", "SHUTDOWN"])
id = headers["Lambda-Extension-Identifier"]
print(call("POST", "/2020-01-01/extension/init/error", {}, {"Lambda-Extension-Identifier": id})[:2], flush=True)
print(call("POST", "/2020-01-01/extension/init/error", {}, {"Lambda-Extension-Identifier": id, "Lambda-Extension-Function-Error-Type": "Extension.NoKey"})[:2], flush=True)
`,
    );
    await lambda.create("never", "def handler(event, context):\n    return 1\n", { Layers: [arn] });
    const { payload } = await lambda.invoke("never");
    assert.equal(payload.errorType, "Extension.InitError");
    assert.match(payload.errorMessage, /^RequestId: [0-9a-f-]{36} Error: exit code 0$/);
    const log = (await lambda.log("never")).join("");
    assert.match(
      log,
      /403, \{'errorMessage': 'Lambda-Extension-Function-Error-Type not found', 'errorType': 'Extension.MissingHeader'\}/,
    );
    assert.match(log, /\(202, \{'status': 'OK'\}\)/);
    assert.match(
      log,
      /EXTENSION\tName: failing\tState: InitError\tEvents: \[INVOKE, SHUTDOWN\]\tError Type: Extension\.NoKey/,
    );
    assert.match(
      log,
      /INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Extension\.InitError/,
    );
    assert.match(log, /Phase: invoke/);
  });

  test("that is no program is a launch error", async () => {
    const { LayerVersionArn = "" } = await lambda.lambda("PublishLayerVersion", {
      LayerName: "text",
      Content: { ZipFile: zip({ "extensions/text": { content: "hello", mode: 0o755 } }) },
    });
    await lambda.create("textual", "def handler(event, context):\n    return 1\n", { Layers: [LayerVersionArn] });
    const { payload } = await lambda.invoke("textual");
    assert.equal(payload.errorType, "Extension.LaunchError");
    assert.match(payload.errorMessage, /Error: fork\/exec \/opt\/extensions\/text: exec format error$/);
    assert.match((await lambda.log("textual")).join(""), /EXTENSION\tName: text\tState: LaunchError\tEvents: \[\]/);
  });

  test("is told of a function that ends its process, as a failure", async () => {
    const arn = await layer(
      "mourner",
      `
_, _, headers = register("mourner", ["SHUTDOWN"])
print("reason", next_event(headers["Lambda-Extension-Identifier"])["shutdownReason"], flush=True)
`,
    );
    await lambda.create("quitting", "import os\ndef handler(event, context):\n    os._exit(4)\n", { Layers: [arn] });
    const { payload } = await lambda.invoke("quitting");
    assert.equal(payload.errorType, "Runtime.ExitError");
    await logOf("quitting", (text) => text.includes("reason failure"));
  });

  test("is told by AWS's errors what it may not do", async () => {
    const arn = await layer(
      "rude",
      `
def show(answer): print("answer", answer[0], answer[1]["errorType"], "|", answer[1]["errorMessage"], flush=True)
show(register("", ["INVOKE"]))
show(register("rude", ["WHATEVER"]))
show(call("GET", "/2020-01-01/extension/event/next"))
show(call("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": "x"}))
show(call("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": "00000000-0000-4000-8000-000000000000"}))
_, _, headers = register("rude", [])
show(register("rude", []))
show(register("inner", ["SHUTDOWN"]))
next_event(headers["Lambda-Extension-Identifier"])
`,
    );
    await lambda.create("patient", "def handler(event, context):\n    return 1\n", { Layers: [arn] });
    assert.equal((await lambda.invoke("patient")).payload, 1);
    const answers = (await lambda.log("patient")).filter((line) => line.startsWith("answer"));
    assert.deepEqual(answers, [
      "answer 403 Extension.InvalidExtensionName | Empty extension name\n",
      "answer 403 Extension.InvalidEventType | WHATEVER: ErrorInvalidEventType\n",
      "answer 403 Extension.MissingExtensionIdentifier | Missing Lambda-Extension-Identifier header\n",
      "answer 403 Extension.InvalidExtensionIdentifier | Invalid Lambda-Extension-Identifier\n",
      "answer 403 Extension.UnknownExtensionIdentifier | Unknown extension 00000000-0000-4000-8000-000000000000\n",
      "answer 403 Extension.InvalidExtensionState | State transition from Registered to Registered failed for extension rude. Error: State transition is not allowed\n",
      "answer 403 Extension.InvalidEventType | SHUTDOWN: ErrorInvalidEventType\n",
    ]);
  });

  test("runs beside Node.js functions and functions with programs of their own", async () => {
    // Of what these runtimes have: Python is not among it.
    const program = `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
curl -sS -D /tmp/extension -o /dev/null -H "Lambda-Extension-Name: beside" -d '{"events":["INVOKE"]}' "$api/register"
id=$(grep -i '^lambda-extension-identifier:' /tmp/extension | tr -d '\\r' | cut -d' ' -f2)
while event=$(curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next"); do echo "saw $(grep -o INVOKE <<<"$event")"; done
`;
    const arn = await layerOf("beside", program);
    await lambda.create("noded", "", {
      Runtime: "nodejs22.x",
      Handler: "app.handler",
      Layers: [arn],
      Code: { ZipFile: zip({ "app.mjs": "export const handler = async () => process.env.AWS_LAMBDA_RUNTIME_API;" }) },
    } as never);
    assert.match((await lambda.invoke("noded")).payload, /^127\.\d+\.\d+\.\d+:\d+$/);
    await logOf("noded", (text) => text.includes("saw INVOKE"));
    const bootstrap = `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
while curl -sS -D /tmp/headers -o /tmp/event "$api/invocation/next"; do
  id=$(grep -i '^lambda-runtime-aws-request-id:' /tmp/headers | tr -d '\\r' | cut -d' ' -f2)
  curl -s -d 7 "$api/invocation/$id/response" >/dev/null
done
`;
    await lambda.create("shelled", "", {
      Runtime: "provided.al2023",
      Layers: [arn],
      Code: { ZipFile: zip({ bootstrap: { content: bootstrap, mode: 0o755 } }) },
    } as never);
    assert.equal((await lambda.invoke("shelled")).payload, 7);
    await logOf("shelled", (text) => text.includes("saw INVOKE"));
  });
});

describe("an internal extension", () => {
  const code = `${client}
import threading
seen = []
ready = threading.Event()
status, body, headers = register("inner", ["INVOKE"])
def run():
    while True:
        ready.set()
        seen.append(next_event(headers["Lambda-Extension-Identifier"])["requestId"])
threading.Thread(target=run, daemon=True).start()
late = None
def handler(event, context):
    global late
    if event.get("late"):
        late = register("late", ["INVOKE"])[1]
        return late
    while context.aws_request_id not in seen: time.sleep(0.01)
    return len(seen)
`;

  test("registers from within the function's process, without any layer", async () => {
    await lambda.create("threaded", code);
    assert.equal((await lambda.invoke("threaded")).payload, 1);
    assert.equal((await lambda.invoke("threaded")).payload, 2);
    const log = (await lambda.log("threaded", 2)).join("");
    assert.match(log, /EXTENSION\tName: inner\tState: Ready\tEvents: \[INVOKE\]\nSTART/);
    assert.deepEqual((await lambda.invoke("threaded", { late: true })).payload, {
      errorMessage: "Extension registration closed already",
      errorType: "Extension.RegistrationClosed",
    });
  });
});
