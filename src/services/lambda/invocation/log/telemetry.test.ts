import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

const lambda = await openLambda(wholeFile);

/**
 * A layer with an extension that subscribes as the variable SUBSCRIPTION says, listens, and prints each event it is told of. It listens
 * at AWS's name for its environment.
 */
const listener = `#!/usr/bin/env python3
import json, os, socket, socketserver, threading, http.server, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
def call(method, path, body=None, headers={}):
    request = urllib.request.Request(api + path, method=method, data=None if body is None else json.dumps(body).encode(), headers=headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.loads(response.read() or "null"), response.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "null"), error.headers
_, _, headers = call("POST", "/2020-01-01/extension/register", {"events": ["INVOKE", "SHUTDOWN"]}, {"Lambda-Extension-Name": "listener"})
id = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
def tell(event): print("TOLD", json.dumps(event), flush=True)
class Http(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for event in batch: tell(event)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_): pass
class Tcp(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile: tell(json.loads(line))
if os.environ["PROTOCOL"] == "HTTP":
    server = http.server.ThreadingHTTPServer(("sandbox.localdomain", 4243), Http)
else:
    server = socketserver.ThreadingTCPServer(("sandbox", 4243), Tcp)
threading.Thread(target=server.serve_forever, daemon=True).start()
for subscription in json.loads(os.environ["SUBSCRIPTIONS"]):
    print("ANSWER", json.dumps(call("PUT", os.environ["API"], subscription, id)[:2]), flush=True)
late = None
while True:
    event = call("GET", "/2020-01-01/extension/event/next", None, id)[1]
    if late is None:
        late = call("PUT", os.environ["API"], json.loads(os.environ["SUBSCRIPTIONS"])[-1], id)[:2]
        print("ANSWER", json.dumps(late), flush=True)
    if event["eventType"] == "SHUTDOWN": break
`;
const { LayerVersionArn: layer = "" } = await lambda.lambda("PublishLayerVersion", {
  LayerName: "listener",
  Content: { ZipFile: zip({ "extensions/listener": { content: listener, mode: 0o755 } }) },
});

interface Told {
  readonly time: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: of many shapes.
  readonly record: any;
}

const http = { protocol: "HTTP", URI: "http://sandbox.localdomain:4243/telemetry" };
const buffering = { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 };

/** Makes the function, with subscriptions of which the last is the valid one. */
async function create(name: string, subscriptions: object[], more: Record<string, string> = {}, code = greeting) {
  const Variables = {
    SUBSCRIPTIONS: JSON.stringify(subscriptions),
    PROTOCOL: "HTTP",
    API: "/2022-07-01/telemetry",
    ...more,
  };
  await lambda.create(name, code, { Layers: [layer], Environment: { Variables } });
}

const greeting = 'print("loaded")\ndef handler(event, context):\n    print("hello")\n    return "answer"\n';

/** What the log says, once it is so. */
async function untilLog(name: string, isSo: (lines: string[]) => boolean): Promise<string[]> {
  return eventually(async () => {
    const page = await lambda
      .call("cloudwatch-logs", "FilterLogEvents", { logGroupName: `/aws/lambda/${name}` })
      .catch(() => undefined);
    const lines = (page?.events ?? []).map(({ message = "" }) => message);
    return isSo(lines) ? lines : undefined;
  }, `the log of ${name}`);
}

function toldIn(lines: string[]): Told[] {
  return lines.filter((line) => line.startsWith("TOLD ")).map((line) => JSON.parse(line.slice(5)) as Told);
}

function answersIn(lines: string[]): unknown[] {
  return lines.filter((line) => line.startsWith("ANSWER ")).map((line) => JSON.parse(line.slice(7)));
}

/** What the listener was told, once there is an event of that type. */
async function told(name: string, last: string): Promise<Told[]> {
  return toldIn(await untilLog(name, (lines) => toldIn(lines).some(({ type }) => type === last)));
}

describe("the Telemetry API", () => {
  test("tells over HTTP of all that happens, from the INIT phase's beginning on", async () => {
    const types = ["platform", "function"];
    await create("informed", [{ schemaVersion: "2022-12-13", types, buffering, destination: http }]);
    await lambda.invoke("informed");
    const events = await told("informed", "platform.report");
    assert.equal(events[0]?.type, "platform.initStart");
    // The function is loaded while the extension subscribes.
    assert.deepEqual(
      new Set(events.slice(1, 3).map(({ type }) => type)),
      new Set(["platform.telemetrySubscription", "function"]),
    );
    assert.deepEqual(
      events.slice(3).map(({ type }) => type),
      [
        "platform.extension",
        "platform.initRuntimeDone",
        "platform.initReport",
        "platform.start",
        "function",
        "platform.runtimeDone",
        "platform.report",
      ],
    );
    const of = (type: string) => events.find((event) => event.type === `platform.${type}`)?.record;
    assert.deepEqual(
      [of("initStart").initializationType, of("initStart").phase, of("initStart").functionName],
      ["on-demand", "init", "informed"],
    );
    assert.deepEqual(of("telemetrySubscription"), { name: "listener", state: "Subscribed", types });
    assert.deepEqual(of("extension"), { name: "listener", state: "Ready", events: ["INVOKE", "SHUTDOWN"] });
    assert.equal(of("initReport").status, "success");
    assert.ok(of("initReport").metrics.durationMs > 0);
    const { requestId } = of("start");
    assert.deepEqual([of("start").version, of("start").tracing.type], ["$LATEST", "X-Amzn-Trace-Id"]);
    assert.deepEqual([of("runtimeDone").requestId, of("runtimeDone").status], [requestId, "success"]);
    assert.equal(of("runtimeDone").metrics.producedBytes, '"answer"'.length);
    assert.equal(of("report").requestId, requestId);
    assert.equal(of("report").metrics.memorySizeMB, 128);
    assert.ok(of("report").metrics.initDurationMs > 0);
    const lines = events.filter(({ type }) => type === "function").map(({ record }) => record);
    assert.deepEqual(lines, ["loaded\n", "hello\n"]);
    assert.match(events[0]!.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const log = await untilLog("informed", (found) => found.some((line) => line.startsWith("REPORT")));
    assert.ok(
      log.includes("TELEMETRY\tName: listener\tState: Subscribed\tTypes: [Platform, Function]\n"),
      log.join(""),
    );
  });

  test("tells over TCP, a line for each event", async () => {
    const destination = { protocol: "TCP", port: 4243 };
    await create("lined", [{ schemaVersion: "2022-07-01", types: ["platform"], buffering, destination }], {
      PROTOCOL: "TCP",
    });
    await lambda.invoke("lined");
    const events = await told("lined", "platform.report");
    assert.ok(events.every(({ type }) => type.startsWith("platform.")));
    // The first version of the schema.
    const report = events.find(({ type }) => type === "platform.initReport");
    assert.deepEqual(Object.keys(report?.record ?? {}).sort(), ["initializationType", "metrics", "phase"]);
  });

  test("has an address of its own for each environment, so that all listen on the same port", async () => {
    await create(
      "crowd",
      [{ schemaVersion: "2022-12-13", types: ["platform"], buffering, destination: http }],
      {},
      "import time\ndef handler(event, context):\n    time.sleep(0.5)\n",
    );
    await Promise.all([1, 2, 3].map(() => lambda.invoke("crowd")));
    await untilLog("crowd", (lines) => toldIn(lines).filter(({ type }) => type === "platform.report").length === 3);
  });

  test("refuses what is outside AWS's limits, and whoever comes after the INIT phase", async () => {
    const good = { schemaVersion: "2022-12-13", types: ["platform"], buffering, destination: http };
    await create("refused", [
      { ...good, schemaVersion: "1999-01-01" },
      { ...good, types: ["weather"] },
      { ...good, buffering: { ...buffering, maxItems: 999 } },
      { ...good, buffering: { ...buffering, timeoutMs: 30_001 } },
      { ...good, destination: { protocol: "HTTP", URI: "http://example.com:80" } },
      good,
    ]);
    await lambda.invoke("refused");
    const answers = answersIn(await untilLog("refused", (lines) => answersIn(lines).length === 7)) as [
      number,
      unknown,
    ][];
    assert.deepEqual(
      answers.map(([status]) => status),
      [400, 400, 400, 400, 400, 200, 403],
    );
    assert.deepEqual(answers[2], [
      400,
      { errorType: "ValidationError", errorMessage: "buffering.maxItems must be a whole number from 1000 to 10000" },
    ]);
    assert.deepEqual(answers.slice(5), [
      [200, "OK"],
      [403, { errorType: "Telemetry.SubscriptionClosed", errorMessage: "Telemetry API subscription is closed" }],
    ]);
  });

  test("tells of a function that failed before the extension goes", async () => {
    await create(
      "failed",
      [{ schemaVersion: "2022-12-13", types: ["platform"], buffering, destination: http }],
      {},
      "import os\ndef handler(event, context):\n    os._exit(3)\n",
    );
    await lambda.invoke("failed");
    const events = await told("failed", "platform.report");
    const done = events.find(({ type }) => type === "platform.runtimeDone")?.record;
    assert.deepEqual([done.status, done.errorType], ["error", "Runtime.ExitError"]);
  });
});

describe("the Logs API", () => {
  test("tells what AWS's older API told, in its forms", async () => {
    const subscription = { schemaVersion: "2020-08-15", types: ["platform", "function"], buffering, destination: http };
    await create("logged", [subscription], { API: "/2020-08-15/logs" });
    await lambda.invoke("logged");
    const events = await told("logged", "platform.report");
    const types = events.map(({ type }) => type);
    assert.deepEqual(types.slice(0, 2).sort(), ["function", "platform.logsSubscription"]);
    assert.deepEqual(types.slice(2), [
      "platform.extension",
      "platform.start",
      "function",
      "platform.end",
      "platform.report",
    ]);
    assert.deepEqual(Object.keys(events[3]?.record), ["requestId", "version"]);
    const log = await untilLog("logged", (lines) => lines.some((line) => line.startsWith("REPORT")));
    assert.ok(log.includes("LOGS\tName: listener\tState: Subscribed\tTypes: [Platform, Function]\n"));
  });
});
