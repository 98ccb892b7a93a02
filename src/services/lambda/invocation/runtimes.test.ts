import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const lambda = await openLambda(wholeFile);

const answer = "def handler(event, context):\n    return 1\n";

test("where another version stands in for the runtime, the function's log says so once for each environment", async () => {
  let told = 0;
  for (const Runtime of ["python3.11", "python3.14"] as const) {
    const name = Runtime.replace(".", "-");
    await lambda.create(name, answer, { Runtime });
    for (let count = 0; count < 2; count += 1) assert.equal((await lambda.invoke(name)).payload, 1);
    const standIn = await lambda.state.sandbox.standIn(Runtime);
    const notes = (await lambda.log(name, 2)).filter((line) => line.startsWith("[squall]"));
    assert.deepEqual(notes, standIn ? [`[squall] ${standIn}\n`] : []);
    if (!standIn) continue;
    told += 1;
    assert.match(
      standIn,
      new RegExp(`^${Runtime} is served by version 3\\.\\d+\\.\\d+, the nearest on this machine: `),
    );
  }
  // Who has both has nothing to be told.
  assert.ok(told > 0 || (await lambda.state.sandbox.runtimes()).every(({ remedy }) => remedy === undefined));
});

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
