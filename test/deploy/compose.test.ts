import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { skipWithout } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { withinCapabilities } from "./capabilities.ts";
import { checkDrain, checkServers, sayHello } from "./check-servers.ts";
import { commandOf, environmentOf } from "./container-file.ts";
import { type Document, deployDirectory, readCompose, skipWithoutGo } from "./render.ts";
import { freePort, type ServerPlan, startServers } from "./servers.ts";

const file = join(deployDirectory, "compose/compose.yaml");
const balancer = join(deployDirectory, "compose/haproxy.cfg");
const variables = { POSTGRES_PASSWORD: "pass-word_1", STORE_KEY: "key", STORE_SECRET: "secret-1" };
const nodeNames = ["node1", "node2", "node3"];

describe("the compose file", { skip: skipWithoutGo() }, () => {
  it("is what Compose takes, and asks for the passwords it has not got", () => {
    const project = readCompose(file, variables);
    assert.deepEqual(Object.keys(project.services).sort(), ["balancer", "bucket", ...nodeNames, "postgres", "store"]);
    for (const name of Object.keys(variables)) {
      const others = Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
      assert.throws(() => readCompose(file, others), new RegExp(name));
    }
    const { credentials } = JSON.parse(project.configs.s3.content).identities[0];
    assert.deepEqual(credentials, [{ accessKey: "key", secretKey: "secret-1" }]);
  });

  it("gives each node an address of its own, time to drain, and its three neighbours", () => {
    const { services } = readCompose(file, variables);
    for (const name of nodeNames) {
      const node = services[name];
      assert.equal(node.environment.SQUALL_NODE_ADDRESS, `${name}:4567`);
      assert.equal(node.hostname, name);
      assert.ok(Number.parseInt(node.environment.SQUALL_DRAIN, 10) + 10 < Number.parseInt(node.stop_grace_period, 10));
      assert.equal(node.privileged, undefined);
      assert.match(readFileSync(balancer, "utf8"), new RegExp(`server ${name} ${name}:4566`));
      assert.match(node.environment.SQUALL_DATABASE, /@postgres:5432\/squall$/);
      assert.match(node.environment.SQUALL_BLOBS, /^s3:\/\/key:secret-1@squall\/\?endpoint=http:\/\/store:8333&/);
    }
    // Whoever reaches the port may only be of this machine.
    assert.equal(services.balancer.ports[0].host_ip, "127.0.0.1");
    for (const name of [...nodeNames, "postgres", "store"]) assert.equal(services[name].ports, undefined);
  });

  it("starts three servers that work together; calls through the balancer go on while one drains", async () => {
    const { services } = readCompose(file, variables);
    await using servers = await startServers(nodeNames.map((name) => planOf(services[name])));
    await checkServers(servers);
    const key = await servers.rootKey(0);
    if (spawnSync("haproxy", ["-v"]).status !== 0) return checkDrain(servers);
    await using proxy = await startBalancer(servers.nodes.map(({ port }) => port));
    let calls = 0;
    const stopped = new AbortController();
    const calling = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!stopped.signal.aborted) {
          assert.equal(await sayHello(proxy.endpoint, key), '"hello there"');
          calls++;
        }
      }),
    );
    await Promise.race([checkDrain(servers), calling]);
    stopped.abort();
    await calling;
    assert.ok(calls > 50, `${calls} calls`);
  });
});

describe("the balancer's configuration", { skip: skipWithout("haproxy", "-v") }, () => {
  it("is what HAProxy takes", () => {
    const { status, stdout, stderr } = spawnSync("haproxy", ["-c", "-f", balancer], { encoding: "utf8" });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });
});

/** The image's command, with what the compose file allows it. */
function planOf({ environment, cap_add: capabilities }: Document): ServerPlan {
  return {
    command: [...withinCapabilities(capabilities), ...commandOf()],
    environment: { ...environmentOf(), ...environment },
  };
}

interface Balancer extends AsyncDisposable {
  readonly endpoint: string;
}

/** The configuration's own text, but for the addresses. */
async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const directory = mkdtempSync(join(tmpdir(), "squall-balancer-"));
  after(() => rmSync(directory, { recursive: true, force: true }));
  const port = await freePort();
  const text = readFileSync(balancer, "utf8")
    .replace("bind :4566", `bind 127.0.0.1:${port}`)
    .replace(/node(\d):4566/g, (_, number) => `127.0.0.1:${ports[Number(number) - 1]}`);
  const own = join(directory, "haproxy.cfg");
  writeFileSync(own, text);
  const child: ChildProcess = spawn("haproxy", ["-db", "-f", own], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const isThere = () =>
    fetch(`${endpoint}/_squall/health/ready`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  await eventually(isThere, "the balancer");
  return {
    endpoint,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
