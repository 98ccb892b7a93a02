import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { eventually } from "../../test/support/eventually.ts";
import { labRole } from "../../test/support/lab.ts";
import {
  clientEnvironment,
  type ProgramResult,
  runProgram,
  startSquall,
  type TestSquall,
} from "../../test/support/squall.ts";
import { zip } from "../../test/support/zip.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

describe("the commands", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
    const client = squall.client(LambdaClient);
    const source = 'def handler(event, context):\n    print("got", event)\n    return {"doubled": event["n"] * 2}\n';
    await client.send(
      new CreateFunctionCommand({
        FunctionName: "double",
        Runtime: "python3.11",
        Handler: "double.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "double.py": source }) },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: "double" },
    );
  });
  after(() => squall.close());

  const squallCommand = (args: readonly string[], input?: string): Promise<ProgramResult> =>
    runProgram(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
      env: clientEnvironment(squall.endpoint),
      input,
    });

  it("are all named by --help, and each has a help of its own", async () => {
    const { stdout, code } = await squallCommand(["--help"]);
    assert.equal(code, 0);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
    assert.ok(names.includes("start") && names.includes("coverage"));
    for (const name of names) {
      const help = await squallCommand([name, "--help"]);
      assert.equal(help.code, 0, name);
      assert.match(help.stdout, new RegExp(`usage: squall ${name}`));
    }
  });

  it("end quietly when nobody reads on", async () => {
    const flags = "--disable-warning=ExperimentalWarning";
    const line = `"${process.execPath}" ${flags} "${main}" coverage --missing | head -1; exit \${PIPESTATUS[0]}`;
    const { stdout, stderr, code } = await runProgram("bash", ["-c", line], { env: process.env });
    assert.match(stdout, /^api-gateway: /);
    assert.deepEqual([stderr, code], ["", 0]);
  });

  it("doctor tells which settings of functions are without effect here", async () => {
    const client = squall.client(LambdaClient);
    await client.send(
      new CreateFunctionCommand({
        FunctionName: "elsewhere",
        Runtime: "python3.11",
        Handler: "double.handler",
        Role: labRole,
        Architectures: [process.arch === "arm64" ? "x86_64" : "arm64"],
        Code: { ZipFile: zip({ "double.py": "def handler(event, context): pass" }) },
      }),
    );
    const { stdout } = await squallCommand(["doctor"]);
    assert.match(stdout, /^elsewhere: without effect: the architecture /m);
    assert.doesNotMatch(stdout, /^double: without effect/m);
    const told = await fetch(`${squall.endpoint}/_squall/zygotes`, { method: "POST" });
    assert.deepEqual([told.status, await told.json()], [200, { zygotes: [] }]);
  });

  it("refuse what they do not know, saying what there is", async () => {
    assert.match((await squallCommand(["fly"])).stderr, /no command fly[\s\S]*usage: squall/);
    assert.match((await squallCommand(["start", "--prot", "1"])).stderr, /--prot/);
    assert.match((await squallCommand(["start", "--host", "0.0.0.0"])).stderr, /needs --auth enforce/);
    assert.match((await squallCommand(["logs", "--what"])).stderr, /--what/);
  });

  it("coverage lists what there is and counts what there could be", async () => {
    const { stdout } = await squallCommand(["coverage", "sts"]);
    assert.match(stdout, /^sts: \d+ of \d+ operations\n(?: {2}\w+\n)* {2}GetCallerIdentity\n/);
  });

  it("invoke prints the answer and the log", async () => {
    const done = await squallCommand(["invoke", "double", "-e", "-"], '{"n": 21}');
    assert.equal(done.code, 0, done.stderr);
    assert.equal(done.stdout, '{"doubled": 42}\n');
    assert.match(done.stderr, /got \{'n': 21\}/);
    assert.equal((await squallCommand(["invoke", "double"])).code, 1);
    assert.match((await squallCommand(["invoke", "nobody"])).stderr, /ResourceNotFoundException: Function not found/);
  });

  it("logs prints what the function wrote", async () => {
    const line = await eventually(async () => {
      const { stdout } = await squallCommand(["logs", "double", "--since", "1h"]);
      return /got \{'n': 21\}/.exec(stdout)?.[0];
    }, "the log line");
    assert.ok(line);
    assert.equal((await squallCommand(["logs", "never-ran"])).stdout, "");
  });

  it("clock moves the server's time", async () => {
    const { stdout } = await squallCommand(["clock", "advance", "24h"]);
    const moved = Date.parse(/now (.+)$/m.exec(stdout)?.[1] ?? "");
    assert.ok(moved - Date.now() > 23 * 3_600_000);
    assert.match((await squallCommand(["clock", "advance", "soon"])).stderr, /no duration/);
  });

  it("runtimes and doctor tell of the machine", async () => {
    assert.match((await squallCommand(["runtimes"])).stdout, /python3\.11/);
    assert.match((await squallCommand(["doctor"])).stdout, /isolation/i);
    const { code, stderr } = await squallCommand(["runtimes", "install", "provided.al2023", "cobol85"]);
    assert.equal(code, 1);
    assert.match(stderr, /cannot install provided\.al2023 by itself: these functions bring their own program/);
    assert.match(stderr, /does not run cobol85/);
  });

  it("runtimes names what serves each runtime, and says where that only stands in, and what to do where nothing is", async () => {
    const { stdout } = await squallCommand(["runtimes"]);
    const rows = stdout.split("\n").slice(1, -1);
    const named = rows.map((row) => row.split(/\s+/, 2) as [string, string]);
    for (const [language, least] of [
      ["python", 6],
      ["nodejs", 5],
      ["java", 5],
      ["ruby", 4],
      ["dotnet", 2],
      ["provided", 2],
    ] as const) {
      const own = named.filter(([runtime]) => runtime.startsWith(language));
      assert.ok(own.length >= least, `${language}: ${own.length} runtimes`);
    }
    for (const [index, [runtime, version]] of named.entries()) {
      const wanted = /[\d.]*\d/.exec(runtime)?.[0] ?? "";
      if (runtime.startsWith("provided")) assert.match(rows[index]!, /of the function/);
      else if (version === "-") assert.match(rows[index]!, new RegExp(`squall runtimes install ${runtime}`));
      else if (`${version}.`.startsWith(`${wanted}.`)) assert.doesNotMatch(rows[index]!, /stands in/);
      else assert.match(rows[index]!, new RegExp(`${version} stands in for it`.replaceAll(".", "[.]")));
    }
  });
});
