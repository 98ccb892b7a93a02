import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { skipWithout } from "../../../test/support/build.ts";
import { defineNode } from "../runtime.ts";

const installDir = fileURLToPath(new URL("../../..", import.meta.url));
const node = defineNode({ installDir, cacheDir: "/nowhere", say: () => undefined });

describe("the Node.js runtimes", () => {
  it("are each served by the same version, or the next newer one", async () => {
    for (const identifier of node.identifiers) {
      const found = await node.find(identifier);
      assert.ok(found, identifier);
      const [wanted, major] = [identifier, found.version].map((text) => Number(/\d+/.exec(text)?.[0]));
      assert.equal(found.exact, major === wanted);
      assert.ok(
        found.exact || major! > wanted! || identifier === node.identifiers.at(-1),
        `${identifier}: ${found.version}`,
      );
      assert.equal(execFileSync(found.executable, ["--version"], { encoding: "utf8" }).trim(), `v${found.version}`);
    }
  });

  it("show functions the SDK and what it needs, and nothing else that is installed", async () => {
    const found = await node.find("nodejs22.x");
    assert.ok(found);
    const { binds, links } = await node.plan(found, 128);
    const packages = binds
      .map(([, inside]) => inside)
      .filter((inside) => inside.startsWith("/var/runtime/node_modules/"));
    assert.ok(packages.includes("/var/runtime/node_modules/@aws-sdk"));
    assert.ok(packages.includes("/var/runtime/node_modules/tslib"));
    assert.deepEqual(
      packages.filter((path) => /\/(pg|typescript|@biomejs)$/.test(path)),
      [],
    );
    assert.deepEqual(links?.[0], ["/var/runtime/node_modules", "/var/node_modules"]);
    for (const [source] of binds) assert.ok(existsSync(source), source);
  });

  it("take a process of its own for variables that Node reads at its start", () => {
    for (const name of [
      "NODE_OPTIONS",
      "NODE_EXTRA_CA_CERTS",
      "UV_THREADPOOL_SIZE",
      "AWS_LAMBDA_EXEC_WRAPPER",
      "LC_ALL",
      "LANG",
    ]) {
      assert.equal(node.needsOwnProcess({ [name]: "x" }), true, name);
    }
    assert.equal(
      node.needsOwnProcess({ NODE_PATH: "x", NODE_ENV: "production", TZ: "UTC", LANG: "en_US.UTF-8" }),
      false,
    );
  });

  it("are installed from npm on request, and serve their functions from then on", {
    skip: skipWithout("npm", "--version"),
  }, async () => {
    const own = defineNode({
      installDir: "/nowhere",
      cacheDir: join(tmpdir(), "squall-test-cache"),
      say: () => undefined,
    });
    await own.install?.("nodejs20.x");
    const found = await own.find("nodejs20.x");
    assert.ok(found?.exact && found.version.startsWith("20."), `${found?.version}`);
    assert.equal(execFileSync(found.executable, ["--version"], { encoding: "utf8" }).trim(), `v${found.version}`);
    await assert.rejects(own.install?.("nodejs99999.x") ?? Promise.resolve(), /npm could not install node-.*@99999/);
  });
});
