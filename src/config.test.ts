import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, describeSettings, readConfig } from "./config.ts";

test("flags win over environment variables, these over defaults", () => {
  assert.equal(readConfig([], {}).port, 4566);
  assert.equal(readConfig([], { SQUALL_PORT: "1" }).port, 1);
  assert.equal(readConfig(["--port", "2"], { SQUALL_PORT: "1" }).port, 2);
});

test("Lambda's quotas and delays are AWS's unless they are set", () => {
  const aws = {
    concurrentExecutions: 1_000,
    firstRetryDelayMs: 60_000,
    idleEnvironmentMs: 600_000,
    billingIncrementMs: 1,
    leastUpdateMs: 500,
    zygoteBytes: 1024 ** 3,
    proactiveBytes: 1024 ** 3,
    keptEventBytes: 16 * 1024 ** 2,
  };
  assert.deepEqual(readConfig([], {}).lambda, aws);
  const flags = [
    "--lambda-concurrency",
    "10",
    "--lambda-retry-delay",
    "500ms",
    "--lambda-idle",
    "1h",
    "--billing-increment",
    "100ms",
    "--zygote-memory",
    "0",
    "--lambda-update",
    "2s",
    "--proactive",
    "off",
    "--kept-events",
    "2",
  ];
  assert.deepEqual(readConfig(flags, {}).lambda, {
    concurrentExecutions: 10,
    firstRetryDelayMs: 500,
    idleEnvironmentMs: 3_600_000,
    billingIncrementMs: 100,
    leastUpdateMs: 2_000,
    zygoteBytes: 0,
    proactiveBytes: 0,
    keptEventBytes: 2 * 1024 ** 2,
  });
  assert.equal(readConfig([], { SQUALL_LAMBDA_IDLE: "30s" }).lambda.idleEnvironmentMs, 30_000);
  assert.equal(readConfig(["--auth", "enforce"], {}).lambda.keptEventBytes, 0, "nobody could have them");
  assert.throws(() => readConfig(["--proactive", "on"], {}), /--proactive takes off, or mebibytes/);
});

test("further names of the server come one by one, or with commas", () => {
  assert.deepEqual(readConfig([], {}).allowedHosts, []);
  assert.deepEqual(readConfig(["--allow-host", "A.internal", "--allow-host", "b.internal"], {}).allowedHosts, [
    "a.internal",
    "b.internal",
  ]);
  assert.deepEqual(readConfig([], { SQUALL_ALLOW_HOST: "a.internal, fd00::7" }).allowedHosts, [
    "a.internal",
    "fd00::7",
  ]);
  for (const wrong of ["http://a.internal", "a.internal:4566", "10.0.0.1:80", "*.internal"]) {
    assert.throws(() => readConfig(["--allow-host", wrong], {}), /--allow-host takes names/);
  }
});

test("one of several servers has an address for the others", () => {
  const shared = ["--database", "postgres://db/squall", "--blobs", "s3://bucket"];
  const { nodeAddress } = readConfig([...shared, "--node-address", "[fd00::7]:4567"], {});
  assert.deepEqual(nodeAddress, { host: "fd00::7", port: 4567 });
  assert.deepEqual(readConfig(shared, { SQUALL_NODE_ADDRESS: "node-1.squall:9" }).nodeAddress, {
    host: "node-1.squall",
    port: 9,
  });
  assert.equal(readConfig([], {}).nodeAddress, undefined);
});

test("what cannot be used is refused with what can", () => {
  const refuses = (flags: string[], message: RegExp) =>
    assert.throws(
      () => readConfig(flags, {}),
      (error) => error instanceof ConfigError && message.test(error.message),
    );
  refuses(["--port", "x"], /--port takes 0 to 65535/);
  refuses(["--lambda-concurrency", "0"], /--lambda-concurrency takes 1 to 100000/);
  refuses(["--lambda-idle", "10"], /like 500ms, 30s or 10m/);
  refuses(["--lambda-idle", "25h"], /up to 24h/);
  refuses(["--billing-increment", "2ms"], /takes 1ms, 100ms/);
  refuses(["--host", "0.0.0.0"], /needs --auth enforce/);
  refuses(["--node-address", "10.0.0.1"], /--node-address takes HOST:PORT/);
  const several = ["--node-address", "10.0.0.1:4567"];
  refuses([...several], /give --database postgres:\/\/… and --blobs s3:\/\/… too/);
  refuses([...several, "--database", "postgres://db/squall"], /--blobs s3/);
  refuses(["--unknown"], /lists the flags/);
});

test("every setting is in the help", () => {
  const help = describeSettings();
  for (const flag of ["--port N", "--ephemeral", "--node-address HOST:PORT", "--billing-increment T"])
    assert.ok(help.includes(flag));
});
