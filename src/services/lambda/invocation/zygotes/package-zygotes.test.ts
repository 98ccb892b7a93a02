import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { type LambdaTest, openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

const own = await openLambda(wholeFile, { settings: { zygoteBytes: 1024 ** 3 } });
const { lambda, create, invoke, settled } = own;

const clean = Array.from({ length: 25 }, (_, index) => `m${index}`);

/** Each does at its import what only an environment itself may do. */
const refusing: Readonly<Record<string, readonly [string, RegExp]>> = {
  threads: [
    "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    /^starts a thread$/,
  ],
  sockets: ["import socket\nkept = socket.socket()", /^keeps a file open$/],
  files: ["kept = open(__file__)", /^keeps a file open$/],
  connects: [
    "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 1), 1).close()\nexcept OSError:\n    pass",
    /^opens a connection$/,
  ],
  spawns: ["import subprocess\nsubprocess.run(['true'])", /^starts a process$/],
  forks: ["import os\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0)", /^starts a process$/],
  writes: ["open('/tmp/written', 'w').write('x')", /^writes a file$/],
  clock: ["import time\nvalue = time.time()", /^takes the time$/],
  today: ["import datetime\nvalue = datetime.datetime.now().isoformat()", /^takes the time$/],
  local: ["import time\nvalue = list(time.localtime())", /^takes the time$/],
  numbers: ["import random\nvalue = random.random()", /^takes random numbers$/],
  ids: ["import uuid\nvalue = str(uuid.uuid4())", /^takes random numbers$/],
  pids: ["import os\nvalue = os.getpid()", /^asks for its process's number$/],
  key: ["import os\nvalue = os.environ['AWS_ACCESS_KEY_ID']", /^reads AWS_ACCESS_KEY_ID$/],
  stream: ["import os\nvalue = dict(os.environ)['AWS_LAMBDA_LOG_STREAM_NAME']", /^reads /],
  sets: ["import os\nos.environ['SET_BY_MODULE'] = 'yes'", /^changes variables$/],
  prints: ["print('printed at import')", /^writes to standard output or error$/],
  shares: ["import mmap\nvalue = mmap.mmap(-1, 4096)", /^shares memory$/],
  timer: ["import signal\nsignal.setitimer(signal.ITIMER_REAL, 1000)", /^sets a timer$/],
  hooks: ["import os\nos.register_at_fork(after_in_child=lambda: None)", /^registers what is to happen at a fork$/],
  indirect: ["from parts import clock\nvalue = clock.value", /^imports parts\.clock$/],
  lazily: ["import importlib\nvalue = importlib.import_module('parts.numbers').value", /^imports parts\.numbers$/],
};
/** What a module puts back, or does not leave behind, is no reason. */
const harmless: Readonly<Record<string, string>> = {
  restores: "import os\nos.environ['FOR_A_WHILE'] = '1'\ndel os.environ['FOR_A_WHILE']",
  looks: "import socket, time\nsocket.socket().close()\nvalue = time.strftime('%Y', (2001, 1, 1, 0, 0, 0, 0, 1, 0))",
  reads: "with open(__file__) as file: value = len(file.read())",
  region: "import os\nvalue = os.environ['AWS_REGION']",
  pool: "import multiprocessing.process\nfrom concurrent.futures import ThreadPoolExecutor",
};

function packageOf(says: string): Buffer {
  const app = `
import os, sys
there = [name for name in sys.modules if name.startswith("parts.")]
inherited_value = sys.modules["parts.m0"].value if "parts.m0" in sys.modules else None
import random, time, uuid, tempfile, multiprocessing.process
from parts import ${[...clean, ...Object.keys(refusing), ...Object.keys(harmless)].join(", ")}
from parts.pool import ThreadPoolExecutor
def handler(event, context):
    if event.get("sleep"): time.sleep(event["sleep"])
    if event.get("change"):
        m0.value = "changed"
        open("/tmp/own", "w").write("x")
    with ThreadPoolExecutor(2) as pool: squares = list(pool.map(lambda number: number * number, range(4)))
    return {"there": sorted(there), "says": m0.says(), "inherited": inherited_value, "own": m0.value, "squares": squares, "tmp": sorted(os.listdir("/tmp")),
        "random": [random.random(), numbers.value, ids.value, str(uuid.uuid4()), tempfile.mktemp(), multiprocessing.process.current_process()._config["authkey"].hex()],
        "time": clock.value, "key": [key.value, os.environ["AWS_ACCESS_KEY_ID"]], "stream": [stream.value, os.environ["AWS_LAMBDA_LOG_STREAM_NAME"], context.log_stream_name],
        "pid": [pids.value, os.getpid()], "set": os.environ.get("SET_BY_MODULE"), "type": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
        "variable": os.environ.get("VARIABLE"), "processes": sorted(filter(str.isdigit, os.listdir("/proc")))}
`;
  const modules = Object.fromEntries([
    ...clean.map((name) => [
      `parts/${name}.py`,
      `value = "deployed"\ndef says():\n    return ${JSON.stringify(says)}\n`,
    ]),
    ...Object.entries(refusing).map(([name, [code]]) => [`parts/${name}.py`, `${code}\n`]),
    ...Object.entries(harmless).map(([name, code]) => [`parts/${name}.py`, `${code}\n`]),
  ]);
  return zip({ "app.py": app, "parts/__init__.py": "", ...modules });
}

const reportOf = (test: LambdaTest, name: string) =>
  test.state.zygotes.reports().find((report) => report.function === `${name}:$LATEST`);

function ready(test: LambdaTest, name: string) {
  return eventually(async () => {
    const report = reportOf(test, name);
    return report?.isReady || report?.refusal ? report : undefined;
  }, `the zygote of ${name}`);
}

const renewals = { count: 0 };
/** The function's environments go; nothing has changed of what they are made from. */
async function renew(name: string, change: object = { Description: `${++renewals.count}` }): Promise<void> {
  await lambda("UpdateFunctionConfiguration", { FunctionName: name, ...change });
  await settled(name);
}

describe("package zygotes", () => {
  test("what a fork may inherit is, what it may not is left and named, and environments differ in all that must differ", async () => {
    // From this version on AWS sets LC_CTYPE, which an interpreter reads at its start: it is the one that the zygote was started with.
    const more = { Code: { ZipFile: packageOf("one") }, Timeout: 30, Runtime: "python3.12" };
    await create("fn", "", more as never);
    const first = (await invoke("fn")).payload;
    assert.deepEqual(first.there, []);
    const report = await ready(own, "fn");
    assert.equal(report.refusal, undefined);
    for (const [name, [, reason]] of Object.entries(refusing)) {
      assert.match(report.left[`parts.${name}`] ?? "inherited", reason, name);
      assert.ok(!report.inherited.includes(`parts.${name}`), name);
    }
    const expected = ["parts", ...[...clean, ...Object.keys(harmless)].map((name) => `parts.${name}`)];
    for (const name of expected) assert.ok(report.inherited.includes(name), `${name}: ${report.left[name]}`);
    assert.ok(!report.inherited.includes("app") && !("app" in report.left));
    assert.ok(report.bytes > 0);

    await renew("fn");
    const answers = await Promise.all([1, 2, 3].map(() => invoke("fn", { sleep: 0.5, change: true })));
    const payloads = answers.map(({ payload, error }) => {
      assert.equal(error, undefined, JSON.stringify(payload));
      return payload;
    });
    for (const payload of payloads) {
      assert.deepEqual(payload.there, expected.filter((name) => name !== "parts").sort());
      assert.deepEqual(payload.squares, [0, 1, 4, 9]);
      assert.equal(payload.set, "yes");
      assert.equal(payload.type, "on-demand");
      assert.equal(payload.key[0], payload.key[1]);
      assert.deepEqual(new Set(payload.stream).size, 1);
      assert.equal(payload.pid[0], payload.pid[1]);
      assert.deepEqual(payload.processes.length, 2);
      assert.deepEqual(payload.tmp, ["own", "written"]);
      assert.ok(payload.time > first.time);
    }
    const all = [first, ...payloads];
    for (const place of all[0].random.keys())
      assert.equal(new Set(all.map(({ random }) => random[place])).size, 4, `random ${place}`);
    assert.equal(new Set(all.map(({ stream }) => stream[0])).size, 4);
    assert.equal(new Set(all.map(({ time }) => time)).size, 4);

    // What an environment changes is its own.
    await renew("fn");
    const after = (await invoke("fn")).payload;
    assert.deepEqual([after.inherited, after.own, after.tmp], ["deployed", "deployed", ["written"]]);

    const log = await own.log("fn", 5);
    assert.equal(log.filter((line) => line.startsWith("printed at import")).length, 5);
    assert.equal(log.filter((line) => line.startsWith("INIT_START")).length, 5);
    assert.equal(log.filter((line) => /^REPORT .*\tInit Duration: [\d.]+ ms/.test(line)).length, 5);
  });

  test("what is deployed anew never meets what was made of the former", async () => {
    await create("updated", "", { Code: { ZipFile: packageOf("one") }, Timeout: 30 } as never);
    await invoke("updated");
    await ready(own, "updated");
    await lambda("UpdateFunctionCode", { FunctionName: "updated", ZipFile: packageOf("two") });
    await settled("updated");
    const code = (await invoke("updated")).payload;
    assert.deepEqual([code.says, code.there], ["two", []]);
    await ready(own, "updated");
    await renew("updated");
    assert.deepEqual((await invoke("updated")).payload.inherited, "deployed");
    await renew("updated", { Environment: { Variables: { VARIABLE: "new" } } });
    const variable = (await invoke("updated")).payload;
    assert.deepEqual([variable.variable, variable.there], ["new", []]);
    await ready(own, "updated");
    const Content = { ZipFile: zip({ "python/other.py": "" }) };
    const { LayerVersionArn = "" } = await lambda("PublishLayerVersion", { LayerName: "layer", Content });
    await renew("updated", { Layers: [LayerVersionArn] });
    assert.deepEqual((await invoke("updated")).payload.there, []);
    // A function's own switch.
    await renew("updated", { Environment: { Variables: { SQUALL_ZYGOTE: "off" } } });
    assert.deepEqual((await invoke("updated")).payload.there, []);
    assert.equal(reportOf(own, "updated"), undefined);
    await lambda("DeleteFunction", { FunctionName: "updated" });
  });

  test("modules that spin where nobody waits are ended, and not tried again with the next version", async (context) => {
    const small = await openLambda(context, { settings: { trialSeconds: 1 } });
    const spinning = "import os\nwhile 'AWS_ACCESS_KEY_ID' not in os.environ: pass\n";
    const modules = Object.fromEntries(clean.map((name) => [`parts/${name}.py`, ""]));
    const packageWith = (word: string) =>
      zip({
        "app.py": `from parts import ${clean.join(", ")}, spin\ndef handler(event, context):\n    return "${word}"\n`,
        ...{ "parts/__init__.py": "", "parts/spin.py": spinning, ...modules },
      });
    await small.create("spins", "", { Code: { ZipFile: packageWith("one") } } as never);
    assert.equal((await small.invoke("spins")).payload, "one");
    assert.match((await ready(small, "spins")).refusal ?? "", /took too long/);
    await small.lambda("UpdateFunctionCode", { FunctionName: "spins", ZipFile: packageWith("two") });
    await small.settled("spins");
    assert.equal((await small.invoke("spins")).payload, "two");
    assert.match((await ready(small, "spins")).refusal ?? "", /version shortly before/);
  });

  test("memory is bounded: the one used longest ago goes, and the environments it has made live on", async (context) => {
    const small = await openLambda(context, { settings: { zygoteBytes: 100 * 1024 ** 2 } });
    const modules = Object.fromEntries(clean.map((name) => [`parts/${name}.py`, ""]));
    const app = `import sys\nthere = "parts.m0" in sys.modules\nfrom parts import ${clean.join(", ")}\nballast = None\ndef handler(event, context):\n    return [there, id(context) > 0]\n`;
    const ZipFile = zip({
      "app.py": app,
      "parts/__init__.py": "",
      "parts/big.py": "kept = bytearray(1)\n",
      ...modules,
    });
    const isOfZygote = async (name: string) => (await small.invoke(name)).payload[0] as boolean;
    for (const name of ["a", "b", "c", "d"]) {
      await small.create(name, "", { Code: { ZipFile } } as never);
      await small.invoke(name);
      await ready(small, name);
    }
    const held = () => small.state.zygotes.reports().filter(({ isReady }) => isReady);
    assert.ok(held().reduce((sum, { bytes }) => sum + bytes, 0) <= 100 * 1024 ** 2);
    assert.ok(held().length < 4, "some have gone");
    assert.ok(held().some((report) => report.function === "d:$LATEST"));
    await small.lambda("UpdateFunctionConfiguration", { FunctionName: "d", Description: "renewed" });
    await small.settled("d");
    assert.equal(await isOfZygote("d"), true);
    while (small.state.zygotes.evict());
    assert.deepEqual(held(), []);
    assert.equal(await isOfZygote("d"), true, "it lives on");
    // It is made again for whoever needs it.
    assert.equal(await isOfZygote("a"), false);
    await small.lambda("UpdateFunctionConfiguration", { FunctionName: "a", Description: "renewed" });
    await small.settled("a");
    assert.equal(await isOfZygote("a"), false);
    await ready(small, "a");
  });
});
