import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { findAgentPython, packages } from "../interpreters.ts";
import { definePython } from "../runtime.ts";
import { findBorrowed } from "../sdk.ts";

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

it("a boto3 is borrowed only from an interpreter whose boto3 this one can run", () => {
  const lender = {
    executable: "/x",
    prefix: "/",
    version: "3.11.7",
    boto3: "1.43.11",
    boto3NeedsMinor: 10,
    packages: Object.fromEntries(packages.map((name) => [name, `/${name}`])),
    metadata: [],
  };
  assert.equal(findBorrowed(13, [lender]), lender);
  assert.equal(findBorrowed(10, [lender]), lender);
  assert.equal(findBorrowed(9, [lender]), undefined);
  assert.equal(findBorrowed(12, [{ ...lender, boto3NeedsMinor: 13 }]), undefined);
  assert.equal(findBorrowed(12, [{ ...lender, boto3: "1.20.0" }]), undefined);
});
