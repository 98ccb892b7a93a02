import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { buildOnce, run, skipWithout } from "../../../../../test/support/build.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";
import { createNamespaceSandbox } from "../../../../sandbox/namespaces/namespace-sandbox.ts";

// What Java needs is made once for all tests.
const lambda = await openLambda(wholeFile, {
  createSandbox: (host) => {
    const { clock, log, random, config } = host;
    const { runDir, installDir, endpoint } = config;
    const cacheDir = join(tmpdir(), "squall-test-cache");
    return createNamespaceSandbox({
      runDir,
      cacheDir,
      installDir,
      endpoint,
      allowUnisolated: false,
      clock,
      log,
      random,
    });
  },
});

const answer = "def handler(event, context):\n    return 1\n";

function javaZip(): Buffer {
  const text = "public class One { public int handle(Object event) { return 1; } }\n";
  const folder = buildOnce("java-one", [text], (into) => {
    writeFileSync(join(into, "One.java"), text);
    run("javac", ["--release", "11", "-d", into, join(into, "One.java")], {});
  });
  return zip({ "One.class": readFileSync(join(folder, "One.class")) });
}

/** A function that answers 1 for several runtimes of each language, the first and the last of which a machine may lack. */
const languages = [
  {
    runtimes: ["python3.9", "python3.11", "python3.14"],
    handler: "app.handler",
    skip: false,
    pack: () => zip({ "app.py": answer }),
  },
  {
    runtimes: ["nodejs18.x", "nodejs24.x", "nodejs26.x"],
    handler: "app.handler",
    skip: false,
    pack: () => zip({ "app.js": "exports.handler = async () => 1;" }),
  },
  { runtimes: ["java11", "java25"], handler: "One::handle", skip: skipWithout("javac", "-version"), pack: javaZip },
  {
    runtimes: ["ruby3.2", "ruby4.0"],
    handler: "app.handler",
    skip: skipWithout("ruby", "--version"),
    pack: () => zip({ "app.rb": "def handler(event:, context:)\n  1\nend\n" }),
  },
] as const;

for (const { runtimes, handler, skip, pack } of languages) {
  const title = `where another version stands in for ${runtimes.join(", ")}, the log says so once for each environment`;
  test(title, { skip }, async () => {
    for (const Runtime of runtimes) {
      // What it needs once (an SDK, a compiled guest) may take longer than a function is waited for.
      await lambda.state.sandbox.prepare(Runtime, 256);
      const name = Runtime.replace(".", "-");
      const more = { Runtime, Handler: handler, MemorySize: 256, Timeout: 30, Code: { ZipFile: pack() } };
      await lambda.create(name, "", more as never);
      for (let count = 0; count < 2; count += 1) assert.equal((await lambda.invoke(name, [])).payload, 1);
      const standIn = await lambda.state.sandbox.standIn(Runtime);
      const notes = (await lambda.log(name, 2)).filter((line) => line.startsWith("[squall]"));
      assert.deepEqual(notes, standIn ? [`[squall] ${standIn}\n`] : []);
      const { version = "", remedy } =
        (await lambda.state.sandbox.runtimes()).find(({ runtime }) => runtime === Runtime) ?? {};
      const wanted = /\d+(\.\d+)?/.exec(Runtime)?.[0];
      assert.equal(standIn === undefined, `${version}.`.startsWith(`${wanted}.`), `${Runtime} is served by ${version}`);
      if (standIn)
        assert.equal(standIn, `${Runtime} is served by version ${version}, the nearest on this machine: ${remedy}`);
    }
  });
}

test("a function whose runtime the machine lacks is made, and its invocation says what to do", async (context) => {
  // Nothing is there, also on a machine with .NET.
  const former = process.env.DOTNET_ROOT;
  process.env.DOTNET_ROOT = "/nowhere";
  context.after(() => {
    if (former === undefined) delete process.env.DOTNET_ROOT;
    else process.env.DOTNET_ROOT = former;
  });
  const Code = { ZipFile: zip({ "readme.txt": "" }) };
  await lambda.create("sharp", "", { Runtime: "dotnet8", Handler: "A::B.C::D", Code } as never);
  await assert.rejects(lambda.invoke("sharp"), {
    name: "ServiceException",
    message:
      /^This machine has no interpreter for dotnet8: install \.NET 8\.0 .*, or publish the function as a program of its own/,
  });
});

test("a runtime that is none is refused", async () => {
  await assert.rejects(lambda.create("old", answer, { Runtime: "cobol85" } as never), {
    name: "InvalidParameterValueException",
    message: /^Value cobol85 at 'runtime' failed to satisfy constraint/,
  });
});
