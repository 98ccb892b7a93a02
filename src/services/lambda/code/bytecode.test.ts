import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { lambda, create, invoke, settled, table } = await openLambda(wholeFile);

const count = 25;
/** A package of so many modules, and a handler that tells how many were compiled since it was loaded first, and what they say. */
function packageOf(says: string): Buffer {
  const names = Array.from({ length: count }, (_, index) => `m${index}`);
  const app = `
import os, sys
compiled = []
sys.addaudithook(lambda name, arguments: compiled.append(arguments[1]) if name == "compile" else None)
from parts import ${names.join(", ")}
def write(path):
    try:
        open(path, "wb").close()
        return "written"
    except OSError as error:
        return type(error).__name__
def handler(event, context):
    folder = "/var/runtime/bytecode"
    seen = [write(folder + "/archive"), write(folder + "/x")] if os.path.exists(folder + "/archive") else []
    return [len([path for path in compiled if path and "/parts/" in str(path)]), m7.says(), m7.says.__code__.co_filename, seen]
`;
  const modules = names.map(
    (name) => [`parts/${name}.py`, `def says():\n    return ${JSON.stringify(says)}\n`] as const,
  );
  const warning = "value = 1 is 1\n";
  return zip({ "app.py": app, "parts/__init__.py": "", ...Object.fromEntries(modules), "parts/warns.py": warning });
}

const folder = () => join(table.host.config.dataDir, "lambda-code");
const archives = () => readdirSync(folder()).filter((name) => existsSync(join(folder(), name, "archive")));

describe("bytecode", () => {
  test("is compiled once of what the first environment imported, found by all others, and made of the very bytes", async () => {
    await create("fn", "", { Code: { ZipFile: packageOf("one") } } as never);
    const file = "/var/task/parts/m7.py";
    assert.deepEqual((await invoke("fn")).payload, [count + 1, "one", file, []]);
    await eventually(async () => archives().length === 1 || undefined, "bytecode");
    const renew = async (MemorySize: number) => {
      await lambda("UpdateFunctionConfiguration", { FunctionName: "fn", MemorySize });
      await settled("fn");
    };
    await renew(256);
    // Nothing is compiled, tracebacks name the same file, and a function can neither change nor add to what it is given.
    assert.deepEqual((await invoke("fn")).payload, [0, "one", file, ["OSError", "OSError"]]);
    const [before] = archives();
    const bytes = readFileSync(join(folder(), before!, "archive"));
    assert.ok(bytes.includes(file) && !bytes.includes("parts/warns.py"));
    await lambda("UpdateFunctionCode", { FunctionName: "fn", ZipFile: packageOf("two") });
    await settled("fn");
    assert.deepEqual((await invoke("fn")).payload, [count + 1, "two", file, []]);
    await eventually(async () => archives().length === 2 || undefined, "bytecode");
    // A version of other layers is another.
    const Content = { ZipFile: zip({ "python/parts/__init__.py": "", "python/other.py": "" }) };
    const { LayerVersionArn } = await lambda("PublishLayerVersion", { LayerName: "layer", Content });
    await lambda("UpdateFunctionConfiguration", { FunctionName: "fn", Layers: [LayerVersionArn ?? ""] });
    await settled("fn");
    assert.equal((await invoke("fn")).payload[0], count + 1);
  });

  test("of what has only a few modules there is none, and a function that lies about them has none either", async () => {
    const isKept = async (FunctionName: string) => {
      const { CodeSha256 = "" } = await lambda("GetFunctionConfiguration", { FunctionName });
      const hash = Buffer.from(CodeSha256, "base64").toString("hex");
      return archives().some((name) => name.startsWith(`task-${hash}`));
    };
    await create("few", "def handler(event, context):\n    return 1\n");
    assert.equal((await invoke("few")).payload, 1);
    for (const [name, said] of [
      ["liar", '["/etc/passwd", "/proc/self/mem", "/dev/zero", "../x", "/proc/self/fd/3"] * 10'],
      ["nonsense", '[{"a": 1}, 7] * 30'],
      // What is not deployed changes without the archive's name, and one file has any number of names.
      [
        "undeployed",
        '[each.__file__ for each in sys.modules.values() if str(getattr(each, "__file__", "")).endswith(".py")]',
      ],
      ["many-named", '["/var/task/" + "./" * count + __file__.split("/")[-1] for count in range(1, 40)]'],
    ] as const) {
      const lie = `
import sys
frame = sys._getframe()
while "told" not in frame.f_locals:
    frame = frame.f_back
frame.f_locals["told"]._compiled[:] = ${said}
def handler(event, context):
    return 2
`;
      await create(name, lie);
      assert.equal((await invoke(name)).payload, 2);
    }
    await create("honest", "", { Code: { ZipFile: packageOf("three") } } as never);
    await invoke("honest");
    await eventually(async () => (await isKept("honest")) || undefined, "bytecode of what came after");
    assert.deepEqual(
      await Promise.all(["few", "liar", "nonsense", "undeployed", "many-named"].map(isKept)),
      Array(5).fill(false),
    );
  });
});
