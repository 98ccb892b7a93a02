import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";

const settings = { concurrentExecutions: 110, environmentsPerTenSeconds: 12 };
const { create, invoke, lambda, log, state, clock } = await openLambda(wholeFile, { settings });
const sleeping =
  "import time, os\ndef handler(event, context):\n    time.sleep(event.get('sleep', 0))\n    return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']\n";
await create("sleeps", sleeping);
const FunctionName = "sleeps";
const arn = "arn:aws:lambda:us-east-1:000000000000:function:sleeps";

function throttled(call: Promise<unknown>, Reason: string): Promise<void> {
  return assert.rejects(call, (error: { name: string; message: string; fields: Record<string, unknown> }) => {
    assert.equal(error.name, "TooManyRequestsException");
    assert.equal(error.message, "Rate Exceeded.");
    assert.equal(error.fields.Reason, Reason);
    return true;
  });
}

test("reserved concurrency is the most a function gets; 0 stops it; without it the function shares again", async () => {
  const put = (ReservedConcurrentExecutions: number) =>
    lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
  assert.equal((await put(2)).ReservedConcurrentExecutions, 2);
  assert.equal((await lambda("GetFunctionConcurrency", { FunctionName })).ReservedConcurrentExecutions, 2);
  assert.deepEqual((await lambda("GetFunction", { FunctionName })).Concurrency, { ReservedConcurrentExecutions: 2 });
  assert.equal((await lambda("GetAccountSettings", {})).AccountLimit?.UnreservedConcurrentExecutions, 108);
  const running = [invoke(FunctionName, { sleep: 0.4 }), invoke(FunctionName, { sleep: 0.4 })];
  await eventually(async () => state.fleets.size === 2 || undefined, "two environments");
  await throttled(invoke(FunctionName), "ReservedFunctionConcurrentInvocationLimitExceeded");
  await Promise.all(running);
  await invoke(FunctionName);
  await put(0);
  await throttled(invoke(FunctionName), "ReservedFunctionConcurrentInvocationLimitExceeded");
  await lambda("DeleteFunctionConcurrency", { FunctionName });
  assert.equal((await lambda("GetFunctionConcurrency", { FunctionName })).ReservedConcurrentExecutions, undefined);
  await invoke(FunctionName);
});

test("100 must stay unreserved, and a reservation is the function's, not a version's", async () => {
  await assert.rejects(lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 11 }), {
    name: "InvalidParameterValueException",
    message:
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  });
  await assert.rejects(
    lambda("PutFunctionConcurrency", { FunctionName: "sleeps:1", ReservedConcurrentExecutions: 1 }),
    {
      name: "InvalidParameterValueException",
      message: /^This operation is permitted on Lambda functions only\./,
    },
  );
});

test("so many new environments there are in ten seconds, and no more", async () => {
  await create("bursts", sleeping);
  const calls = Array.from({ length: 14 }, () => invoke("bursts", { sleep: 0.5 }));
  const results = await Promise.allSettled(calls);
  const refused = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.equal(reason.fields.Reason, "FunctionInvocationRateLimitExceeded");
  clock.advance(10_000);
  await Promise.all(Array.from({ length: 14 }, () => invoke("bursts", { sleep: 0.3 })));
});

test("provisioned environments are initialised before the first call; what is beyond them spills over", async () => {
  const Qualifier = (await lambda("PublishVersion", { FunctionName })).Version ?? "";
  const put = await lambda("PutProvisionedConcurrencyConfig", {
    FunctionName,
    Qualifier,
    ProvisionedConcurrentExecutions: 2,
  });
  assert.deepEqual([put.Status, put.RequestedProvisionedConcurrentExecutions], ["IN_PROGRESS", 2]);
  const ready = await eventually(async () => {
    const config = await lambda("GetProvisionedConcurrencyConfig", { FunctionName, Qualifier });
    return config.Status === "READY" ? config : undefined;
  }, "provisioned environments");
  assert.equal(ready.AllocatedProvisionedConcurrentExecutions, 2);
  assert.equal(ready.AvailableProvisionedConcurrentExecutions, 2);
  const listed = await lambda("ListProvisionedConcurrencyConfigs", { FunctionName });
  assert.equal(listed.ProvisionedConcurrencyConfigs?.[0]?.FunctionArn, `${arn}:${Qualifier}`);
  const answers = await Promise.all(
    [1, 2, 3].map(() => invoke(FunctionName, { sleep: 0.3 }, { Qualifier, LogType: "Tail" })),
  );
  assert.deepEqual(answers.map(({ payload }) => payload).sort(), [
    "on-demand",
    "provisioned-concurrency",
    "provisioned-concurrency",
  ]);
  for (const { payload, tail } of answers) {
    if (payload === "provisioned-concurrency") assert.doesNotMatch(tail, /Init Duration/);
  }
  // They stay however long nobody calls.
  clock.advance(60 * 60_000);
  assert.equal(
    (await lambda("GetProvisionedConcurrencyConfig", { FunctionName, Qualifier }))
      .AllocatedProvisionedConcurrentExecutions,
    2,
  );
  await lambda("DeleteProvisionedConcurrencyConfig", { FunctionName, Qualifier });
  await assert.rejects(lambda("GetProvisionedConcurrencyConfig", { FunctionName, Qualifier }), {
    name: "ProvisionedConcurrencyConfigNotFoundException",
    message: "No Provisioned Concurrency Config found for this function",
  });
  assert.equal((await invoke(FunctionName, {}, { Qualifier })).payload, "on-demand");
});

test("provisioned concurrency is of versions and aliases, within what is reserved and what may be taken", async () => {
  const refuses = (Qualifier: string, count: number, name: string, message: string | RegExp) =>
    assert.rejects(
      lambda("PutProvisionedConcurrencyConfig", { FunctionName, Qualifier, ProvisionedConcurrentExecutions: count }),
      { name, message },
    );
  await refuses("$LATEST", 1, "InvalidParameterValueException", /cannot be applied to unpublished function versions/);
  await refuses("1", 0, "ValidationException", /greater than or equal to 1/);
  await refuses("99", 1, "ResourceNotFoundException", `Function not found: ${arn}:99`);
  await refuses("none", 1, "ResourceNotFoundException", `Cannot find alias arn: ${arn}:none`);
  await refuses("1", 11, "InvalidParameterValueException", /below its minimum value of \[100\]\.$/);
  await refuses("1", 111, "InvalidParameterValueException", /greater than account's unreserved concurrency \[110\]\.$/);
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await lambda("PutProvisionedConcurrencyConfig", {
    FunctionName,
    Qualifier: "live",
    ProvisionedConcurrentExecutions: 1,
  });
  await refuses("1", 1, "ResourceConflictException", "Version is pointed by a Provisioned Concurrency alias");
  await assert.rejects(lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 }), {
    message: " ReservedConcurrentExecutions  0 should not be lower than function's total provisioned concurrency [1].",
  });
  await lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 1 });
  await refuses(
    "live",
    2,
    "InvalidParameterValueException",
    "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
  );
  await lambda("DeleteProvisionedConcurrencyConfig", { FunctionName, Qualifier: "live" });
  await lambda("DeleteFunctionConcurrency", { FunctionName });
});

async function provision(function_: string, Qualifier: string, ProvisionedConcurrentExecutions: number) {
  await lambda("PutProvisionedConcurrencyConfig", {
    FunctionName: function_,
    Qualifier,
    ProvisionedConcurrentExecutions,
  });
  return ended(function_, Qualifier);
}

/** Where its status is once nothing is in progress. */
function ended(function_: string, Qualifier: string) {
  return eventually(async () => {
    const config = await lambda("GetProvisionedConcurrencyConfig", { FunctionName: function_, Qualifier });
    return config.Status === "IN_PROGRESS" ? undefined : config;
  }, "provisioning to end");
}

test("when all of a reservation is provisioned, $LATEST gets none of it and the version all", async () => {
  await create("blocked", sleeping);
  const Qualifier = (await lambda("PublishVersion", { FunctionName: "blocked" })).Version ?? "";
  await lambda("PutFunctionConcurrency", { FunctionName: "blocked", ReservedConcurrentExecutions: 1 });
  await invoke("blocked");
  assert.equal((await provision("blocked", Qualifier, 1)).Status, "READY");
  await throttled(invoke("blocked"), "ReservedFunctionConcurrentInvocationLimitExceeded");
  assert.equal((await invoke("blocked", {}, { Qualifier })).payload, "provisioned-concurrency");
  await throttled(invoke("blocked"), "ReservedFunctionConcurrentInvocationLimitExceeded");
  // What is provisioned goes while an event runs in it: the reservation is still the most.
  const running = invoke("blocked", { sleep: 0.4 }, { Qualifier });
  await lambda("DeleteProvisionedConcurrencyConfig", { FunctionName: "blocked", Qualifier });
  await throttled(invoke("blocked"), "ReservedFunctionConcurrentInvocationLimitExceeded");
  assert.equal((await running).payload, "provisioned-concurrency");
  await invoke("blocked");
  await lambda("DeleteFunctionConcurrency", { FunctionName: "blocked" });
});

test("environments serve their version, whatever it is called by, and move with their alias", async () => {
  await create("moves", sleeping);
  const publish = async () => (await lambda("PublishVersion", { FunctionName: "moves" })).Version ?? "";
  const first = await publish();
  for (const Name of ["live", "beta"]) {
    await lambda("CreateAlias", { FunctionName: "moves", Name, FunctionVersion: first });
  }
  await provision("moves", "live", 1);
  const kind = async (Qualifier?: string) => (await invoke("moves", {}, { Qualifier })).payload;
  for (const each of ["live", "beta", first]) assert.equal(await kind(each), "provisioned-concurrency", each);
  assert.equal(await kind(), "on-demand");
  await lambda("UpdateFunctionConfiguration", { FunctionName: "moves", Timeout: 10 });
  await eventually(async () => {
    const { LastUpdateStatus } = await lambda("GetFunctionConfiguration", { FunctionName: "moves" });
    return LastUpdateStatus === "Successful" || undefined;
  }, "the update");
  const second = await publish();
  await lambda("UpdateAlias", { FunctionName: "moves", Name: "live", FunctionVersion: second });
  await ended("moves", "live");
  for (const each of ["live", second]) assert.equal(await kind(each), "provisioned-concurrency", each);
  for (const each of ["beta", first]) assert.equal(await kind(each), "on-demand", each);
  await assert.rejects(lambda("GetProvisionedConcurrencyConfig", { FunctionName: "moves", Qualifier: second }), {
    name: "ProvisionedConcurrencyConfigNotFoundException",
  });
  await provision("moves", first, 1);
  await assert.rejects(lambda("UpdateAlias", { FunctionName: "moves", Name: "live", FunctionVersion: first }), {
    name: "ResourceConflictException",
  });
  await assert.rejects(lambda("UpdateAlias", { FunctionName: "moves", Name: "live", FunctionVersion: "$LATEST" }), {
    name: "InvalidParameterValueException",
  });
  const weights = { AdditionalVersionWeights: { [second]: 0.5 } };
  await lambda("UpdateAlias", { FunctionName: "moves", Name: "beta", RoutingConfig: weights });
  await assert.rejects(provision("moves", "beta", 1), {
    name: "InvalidParameterValueException",
    message: "Alias with weights can not be used with Provisioned Concurrency",
  });
  await lambda("DeleteFunction", { FunctionName: "moves" });
});

test("a function that cannot be initialised makes it FAILED, says why, and is called on demand", async () => {
  const fails =
    "import os\nkind = os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']\nif kind == 'provisioned-concurrency':\n    raise Exception('not this way')\ndef handler(event, context):\n    return kind\n";
  await create("fails", fails);
  const Qualifier = (await lambda("PublishVersion", { FunctionName: "fails" })).Version ?? "";
  const failed = await provision("fails", Qualifier, 1);
  assert.deepEqual(
    [failed.Status, failed.StatusReason, failed.AllocatedProvisionedConcurrentExecutions],
    ["FAILED", "FUNCTION_ERROR_INIT_FAILURE", 0],
  );
  const { ProvisionedConcurrencyConfigs: [listed] = [] } = await lambda("ListProvisionedConcurrencyConfigs", {
    FunctionName: "fails",
  });
  assert.deepEqual([listed?.Status, listed?.StatusReason], ["FAILED", "FUNCTION_ERROR_INIT_FAILURE"]);
  assert.equal((await invoke("fails", {}, { Qualifier })).payload, "on-demand");
  const logged = await eventually(async () => {
    const starts = (await log("fails")).filter((line) => line.startsWith("INIT_START"));
    return starts.length >= 7 ? starts : undefined;
  }, "six attempts and one on demand");
  assert.equal(logged.length, 7);
  await lambda("DeleteProvisionedConcurrencyConfig", { FunctionName: "fails", Qualifier });
});
