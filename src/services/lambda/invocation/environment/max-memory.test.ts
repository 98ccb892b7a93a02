import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

// One server for all.
const lambdas = openLambda(wholeFile);

/** A child that has so many MiB for a moment and is gone when the function answers; then what the event says. */
const source = `
import os, subprocess, sys, time
def handler(event, context):
    if event.get("child"):
        subprocess.run([sys.executable, "-c", "import time; a = bytearray(%d << 20); time.sleep(0.25)" % event["child"]])
    if event.get("file"):
        with open("/tmp/large", "wb") as file:
            for _ in range(event["file"]): file.write(os.urandom(1 << 20))
        time.sleep(0.3)
        os.remove("/tmp/large")
    if event.get("end") == "exit": os._exit(3)
    if event.get("end") == "kill": os.kill(os.getpid(), 9)
    if event.get("end") == "wait": time.sleep(60)
`;

async function mostMiB(name: string, event: object): Promise<number> {
  const { create, invoke } = await lambdas;
  await create(name, source, { MemorySize: 512, Timeout: 1 } as never);
  const { tail } = await invoke(name, event, { LogType: "Tail" });
  return Number(/Max Memory Used: (\d+) MB/.exec(tail)?.[1]);
}

test("Max Memory Used is that of all processes, at its highest", async () => {
  const own = await mostMiB("own", {});
  assert.ok(own > 10 && own < 100, `${own} MB of one process`);
  const withChild = await mostMiB("with-child", { child: 200 });
  assert.ok(withChild > 200 && withChild < 350, `${withChild} MB with a child of 200`);
});

for (const end of ["exit", "kill", "wait"]) {
  test(`it is told of a function that ends by ${end}, too`, async () => {
    const most = await mostMiB(`ends-by-${end}`, { child: 200, end });
    assert.ok(most > 200 && most < 350, `${most} MB with a child of 200`);
  });
}

test("files in /tmp are none of it, also when they are gone", async () => {
  const most = await mostMiB("files", { file: 200 });
  assert.ok(most > 10 && most < 150, `${most} MB with a file of 200`);
});

test("that of a Node.js function has its children, too", async () => {
  const { create, invoke } = await lambdas;
  const code = `const { spawnSync } = require("node:child_process");
exports.handler = async () => { spawnSync(process.execPath, ["-e", "const a = Buffer.alloc(200 << 20, 1); setTimeout(() => a.length, 400)"]); };`;
  const Code = { ZipFile: zip({ "index.js": code }) };
  const more = { Runtime: "nodejs22.x", Handler: "index.handler", Code, MemorySize: 512, Timeout: 10 };
  await create("node-child", "", more as never);
  const { tail } = await invoke("node-child", {}, { LogType: "Tail" });
  const most = Number(/Max Memory Used: (\d+) MB/.exec(tail)?.[1]);
  assert.ok(most > 240 && most < 420, `${most} MB`);
});
