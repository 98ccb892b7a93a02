import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { lambda, create, invoke, settled, table, log } = await openLambda(wholeFile);

const folder = () => join(table.host.config.dataDir, "lambda-code");
const compiled = () =>
  (existsSync(folder()) ? readdirSync(folder()) : []).filter((name) => /\.nodejs22\.x-\d+$/.test(name));
const filesOf = (name: string) =>
  readdirSync(join(folder(), name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

const filler = Array.from({ length: 4_000 }, (_, index) => `exports.f${index} = (value) => value + ${index};\n`).join(
  "",
);
const write = `
const attempt = (work) => { try { work(); return "written"; } catch (error) { return error.code; } };
const writes = () => {
  const folder = "/var/runtime/bytecode";
  const tags = fs.readdirSync(folder);
  return tags.length === 0 ? [] : [attempt(() => fs.writeFileSync(folder + "/x", "")), attempt(() => fs.writeFileSync(folder + "/" + tags[0] + "/" + fs.readdirSync(folder + "/" + tags[0])[0], ""))];
};`;
const kinds = {
  commonjs: {
    "index.js": `const fs = require("fs"); const big = require("./big.js"); ${write}\nexports.handler = async () => [big.says, writes()];\n`,
    "big.js": (says: string) => `${filler}exports.says = ${JSON.stringify(says)};\n`,
  },
  esm: {
    "index.mjs": `import fs from "node:fs"; import big from "./big.cjs"; import { part } from "./part.mjs"; ${write}\nexport const handler = async () => [big.says + part, writes()];\n`,
    "big.cjs": (says: string) => `${filler}exports.says = ${JSON.stringify(says)};\n`,
    "part.mjs": `export { part } from "package";\n`,
    "node_modules/package/package.json": `{"name": "package", "type": "module", "exports": "./main.js"}`,
    "node_modules/package/main.js": `export const part = "";\n`,
  },
};
const packageOf = (kind: keyof typeof kinds, says: string) =>
  zip(
    Object.fromEntries(
      Object.entries(kinds[kind]).map(([name, text]) => [name, typeof text === "string" ? text : text(says)]),
    ),
  );

describe("Node's compile cache", () => {
  for (const kind of ["commonjs", "esm"] as const) {
    test(`is made once, of the very bytes, and found by all environments (${kind})`, async () => {
      const former = new Set(compiled());
      const before = former.size;
      // Node says in the log what it takes from its cache.
      const Environment = { Variables: { NODE_DEBUG_NATIVE: "COMPILE_CACHE" } };
      await create(kind, "", {
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Code: { ZipFile: packageOf(kind, "one") },
        MemorySize: 256,
        Environment,
      } as never);
      const renew = async (change: object) => {
        await lambda("UpdateFunctionConfiguration", { FunctionName: kind, ...change });
        await settled(kind);
      };
      assert.deepEqual((await invoke(kind)).payload, ["one", []]);
      const count = Object.keys(kinds[kind]).filter((name) => name.endsWith("js")).length;
      const made = await eventually(
        async () => compiled().find((name) => !former.has(name) && filesOf(name).length === count),
        "the compiled modules",
      );
      assert.ok(made.endsWith("-256"), made);
      await renew({ Description: "renewed" });
      assert.deepEqual((await invoke(kind)).payload, ["one", ["EROFS", "EROFS"]]);
      const accepted = (await log(kind, 2)).filter((line) =>
        /cache for .*(?:big\.c?js|part\.mjs|main\.js|index\.m?js).* was accepted/.test(line),
      );
      assert.equal(accepted.length, count, (await log(kind, 2)).join(""));
      // Other bytes, another function's memory: another cache.
      await lambda("UpdateFunctionCode", { FunctionName: kind, ZipFile: packageOf(kind, "two") });
      await settled(kind);
      assert.deepEqual((await invoke(kind)).payload, ["two", []]);
      await eventually(async () => compiled().length === before + 2 || undefined, "the compiled modules of the update");
      await renew({ MemorySize: 512 });
      assert.deepEqual((await invoke(kind)).payload, ["two", []]);
      await eventually(
        async () => compiled().length === before + 3 || undefined,
        "the compiled modules of another size",
      );
    });
  }

  test("of what is small there is none, and a function that lies about its modules has no others compiled", async () => {
    const before = compiled().length;
    const handler = "exports.handler = async () => 1;\n";
    const small = "export const handler = async () => 1;\n";
    const lie = `const m = require("module"); for (const path of ["/etc/passwd.js", "/var/task/../../etc/hosts.js", "/proc/self/mem.js"]) m._cache[path] = {}; ${handler}`;
    for (const [name, file, text] of [
      ["small", "index.mjs", small],
      ["short", "index.js", handler],
      ["liar", "index.js", lie],
    ] as const) {
      const Code = { ZipFile: zip({ [file]: text }) };
      await create(name, "", { Runtime: "nodejs22.x", Handler: "index.handler", Code } as never);
      assert.equal((await invoke(name)).payload, 1);
    }
    const Code = { ZipFile: packageOf("commonjs", "last") };
    await create("last", "", { Runtime: "nodejs22.x", Handler: "index.handler", Code } as never);
    await invoke("last");
    await eventually(async () => compiled().length > before || undefined, "the compiled modules of what came after");
    assert.equal(compiled().length, before + 1);
  });
});
