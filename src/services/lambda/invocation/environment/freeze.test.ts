import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";
import { createTestSandbox } from "../../../../sandbox/test-sandbox.ts";

const sandbox = await createTestSandbox();
const { freezes } = await sandbox.report();
await sandbox.close();

/** A thread that counts, ten times a second at least; the event tells how far it is. */
const counting = `
import threading, time
count = 0
def tick():
    global count
    while True:
        count += 1
        time.sleep(0.002)
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    time.sleep(event.get("sleep", 0))
    return count
`;

describe("an environment between events", { skip: !freezes && "this machine has no freezer" }, () => {
  test("stands still, and goes on with the next", async () => {
    const { create, invoke } = await openLambda(wholeFile);
    await create("counts", counting);
    const first = (await invoke("counts")).payload;
    await pause(700);
    const second = (await invoke("counts")).payload;
    // It ran until it was frozen: a tenth of a second and a little, of which it can make no more than 2 ms steps.
    assert.ok(second - first < 200, `it counted from ${first} to ${second} while it should have been frozen`);
    const third = (await invoke("counts", { sleep: 0.3 })).payload;
    assert.ok(third - second > 20, `it counted from ${second} to ${third} while it was at work`);
  });

  test("is not frozen while events come", async () => {
    const { create, invoke } = await openLambda(wholeFile);
    await create("busy", counting);
    const first = (await invoke("busy")).payload;
    for (let n = 0; n < 12; n += 1) {
      await pause(50);
      await invoke("busy");
    }
    const last = (await invoke("busy")).payload;
    assert.ok(last - first > 100, `it counted from ${first} to ${last} only`);
  });

  test("ends though it is frozen: let go, or with the server", async () => {
    const { create, invoke, clock, state } = await openLambda(wholeFile);
    await create("idle", counting);
    await create("killed", counting);
    await Promise.all([invoke("idle"), invoke("killed")]);
    await pause(300);
    assert.equal(state.fleets.size, 2);
    clock.advance(11 * 60_000);
    await eventually(async () => state.fleets.size === 0 || undefined, "the idle environments to be gone");
    await invoke("idle");
    await pause(300);
    await state.fleets.kill();
    assert.equal(state.fleets.size, 0);
  });

  test("an extension gets its event, its telemetry and the end of it", async () => {
    const { create, invoke, lambda, state, log } = await openLambda(wholeFile);
    const Content = { ZipFile: zip({ "extensions/listener": { content: listener, mode: 0o755 } }) };
    const { LayerVersionArn = "" } = await lambda("PublishLayerVersion", { LayerName: "listener", Content });
    await create("extended", "def handler(event, context):\n    print('at work')\n", { Layers: [LayerVersionArn] });
    await invoke("extended");
    await pause(500);
    await invoke("extended");
    await pause(500);
    await state.fleets.kill();
    const lines = (await log("extended", 2)).filter((line) => line.startsWith("listener:")).map((line) => line.trim());
    assert.deepEqual(
      lines.filter((line) => line.includes("INVOKE") || line.includes("SHUTDOWN")),
      ["listener: INVOKE", "listener: INVOKE", "listener: SHUTDOWN"],
    );
    const told = lines.filter((line) => line === "listener: at work");
    assert.equal(told.length, 2, lines.join("\n"));
  });
});

/** An extension that writes what it is told. */
const listener = `#!/usr/bin/env python3
import json, os, threading, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
def call(method, path, body=None, headers={}):
    data = json.dumps(body).encode() if body else None
    return urllib.request.urlopen(urllib.request.Request(api + path, data=data, headers=headers, method=method))
class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        for event in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
            print("listener:", str(event["record"]).strip(), flush=True)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_): pass
server = HTTPServer(("sandbox.localdomain", 4243), Listener)
threading.Thread(target=server.serve_forever, daemon=True).start()
id = call("POST", "/2020-01-01/extension/register", {"events": ["INVOKE", "SHUTDOWN"]}, {"Lambda-Extension-Name": "listener"}).headers["Lambda-Extension-Identifier"]
call("PUT", "/2022-07-01/telemetry", {"schemaVersion": "2022-12-13", "types": ["function"], "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 1000}, "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243"}}, {"Lambda-Extension-Identifier": id})
while True:
    event = json.load(call("GET", "/2020-01-01/extension/event/next", headers={"Lambda-Extension-Identifier": id}))
    print("listener:", event["eventType"], flush=True)
    if event["eventType"] == "SHUTDOWN": break
`;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
