import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { definePython, findAgentPython } from "../runtime.ts";

const folder = dirname(fileURLToPath(import.meta.url));

it("the runtime's parts pass their own tests, in Python", () => {
  const python = findAgentPython();
  assert.ok(python, "no Python is installed");
  const { status, stderr } = spawnSync(python, ["-B", "-m", "unittest", "discover", "-s", folder], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Ran 1\d tests/);
});

it("an interpreter is found for every identifier, with a note where it only stands in", async () => {
  const python = definePython({ installDir: "/nowhere", cacheDir: "/nowhere", say: () => undefined });
  for (const identifier of python.identifiers) {
    const found = await python.find(identifier);
    assert.ok(found, identifier);
    const isSame = found.version.startsWith(`${identifier.slice("python".length)}.`);
    assert.equal(found.exact, isSame);
    if (!isSame) assert.match(found.remedy ?? "", /stands in for it/);
  }
});
