import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { readConfig } from "../../src/config.ts";
import { skipWithout } from "../support/build.ts";
import { withinCapabilities } from "./capabilities.ts";
import { checkDrain, checkServers } from "./check-servers.ts";
import { repository } from "./container-file.ts";
import { deployDirectory } from "./render.ts";
import { startServers } from "./servers.ts";

const folder = join(deployDirectory, "systemd");
const unit = readFileSync(join(folder, "squall.service"), "utf8");
const machines = [1, 2, 3].map((number) => ({ ...readVariables("squall.env"), ...readVariables(`node${number}.env`) }));

describe("the systemd unit", () => {
  it("is what systemd takes", { skip: skipWithout("systemd-analyze", "--version") }, () => {
    const directory = mkdtempSync(join(tmpdir(), "squall-unit-"));
    after(() => rmSync(directory, { recursive: true, force: true }));
    // It looks whether the program is there.
    const file = join(directory, "squall.service");
    writeFileSync(file, unit.replaceAll("/usr/bin/node", process.execPath));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /squall\.service/);
  });

  it("waits for as long as a node drains, and keeps what the variables name", () => {
    for (const machine of machines) {
      const config = readConfig([], machine);
      assert.ok(config.drainMs + 10_000 < Number(setting("TimeoutStopSec")) * 1_000);
      assert.equal(config.dataDir, `/var/lib/${setting("StateDirectory")}`);
      assert.equal(config.cacheDir, `/var/cache/${setting("CacheDirectory")}`);
      assert.ok(config.nodeAddress);
    }
    assert.equal(new Set(machines.map(({ SQUALL_NODE_ADDRESS: address }) => address)).size, machines.length);
  });

  it("starts a server on each of three machines, which work together; one of them stops when it is told to", async () => {
    const words = setting("ExecStart").split(" ");
    const command = words.map((word) =>
      word === "/usr/bin/node" ? process.execPath : word.replace(/^\/opt\/squall\//, repository),
    );
    const capabilities = setting("CapabilityBoundingSet").replaceAll("CAP_", "").split(" ");
    await using servers = await startServers(
      machines.map((environment) => ({ command: [...withinCapabilities(capabilities), ...command], environment })),
    );
    await checkServers(servers);
    await checkDrain(servers);
  });
});

function setting(name: string): string {
  const value = new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1];
  assert.ok(value, name);
  return value;
}

function readVariables(name: string): Record<string, string> {
  const lines = readFileSync(join(folder, name), "utf8").split("\n");
  return Object.fromEntries(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
