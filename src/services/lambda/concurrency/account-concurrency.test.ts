import assert from "node:assert/strict";
import { test } from "node:test";
import { createFamily, type FunctionFamily, type FunctionRecord } from "../functions/function.ts";
import { AccountConcurrency } from "./account-concurrency.ts";

/** Of a function that is only counted. */
function familyOf(name: string, reservedConcurrency?: number): FunctionFamily {
  const latest = { account: "000000000000", region: "us-east-1", name } as FunctionRecord;
  return { ...createFamily(latest, {}), reservedConcurrency };
}

const throttled = (Reason: string) => (error: { fields: Record<string, unknown> }) => error.fields.Reason === Reason;

test("functions share what is not claimed; a reservation is the function's own and its bound", () => {
  const concurrency = new AccountConcurrency(5, 2);
  const [shared, reserved] = [familyOf("shared"), familyOf("reserved", 2)];
  assert.equal(concurrency.unreservedLimit, 3);
  const pools = [1, 2, 3].map(() => concurrency.enter(shared));
  assert.throws(() => concurrency.enter(shared), throttled("ConcurrentInvocationLimitExceeded"));
  concurrency.enter(reserved);
  concurrency.enter(reserved);
  assert.throws(() => concurrency.enter(reserved), throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
  assert.equal(concurrency.running, 5);
  for (const pool of pools) concurrency.leave(pool, "running");
  concurrency.enter(shared);
});

test("who waits is called when its own pool has room, once, and when reservations change", () => {
  const concurrency = new AccountConcurrency(2, 1);
  const [shared, stopped] = [familyOf("shared"), familyOf("stopped", 0)];
  const called: string[] = [];
  concurrency.onRoom(shared, () => called.push("shared"));
  concurrency.onRoom(stopped, () => called.push("stopped"));
  concurrency.leave(concurrency.enter(shared), "running");
  concurrency.leave(concurrency.enter(shared), "running");
  assert.deepEqual(called, ["shared"]);
  concurrency.claim(0);
  assert.deepEqual(called, ["shared", "stopped"]);
});

test("what is provisioned is a part of the reservation, whether anybody uses it or not", () => {
  const concurrency = new AccountConcurrency(10, 3);
  const reserved: FunctionFamily = {
    ...familyOf("reserved", 3),
    provisioned: { live: { requested: 2, lastModifiedMs: 0 } },
  };
  const pool = concurrency.enter(reserved);
  assert.throws(() => concurrency.enter(reserved), throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
  concurrency.enterProvisioned(reserved);
  concurrency.enterProvisioned(reserved);
  assert.equal(concurrency.running, 3);
  assert.throws(
    () => concurrency.enterProvisioned(reserved),
    throttled("ReservedFunctionConcurrentInvocationLimitExceeded"),
  );
  // Provisioned no more, but still at work: the bound holds.
  const former: FunctionFamily = { ...reserved, provisioned: {} };
  concurrency.leave(pool, "running");
  concurrency.enter(former);
  assert.throws(() => concurrency.enter(former), throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
  concurrency.leave(pool, "provisioned");
  concurrency.enter(former);
});

test("the account's limit holds for what was provisioned until a moment ago", () => {
  const concurrency = new AccountConcurrency(3, 2);
  const shared: FunctionFamily = { ...familyOf("shared"), provisioned: { live: { requested: 2, lastModifiedMs: 0 } } };
  const pool = concurrency.enterProvisioned(shared);
  concurrency.enterProvisioned(shared);
  concurrency.claim(0);
  concurrency.enter(shared);
  assert.throws(() => concurrency.enter(shared), throttled("ConcurrentInvocationLimitExceeded"));
  let called = 0;
  concurrency.onRoom(shared, () => {
    called += 1;
  });
  concurrency.leave(pool, "provisioned");
  assert.equal(called, 1);
  concurrency.enter(shared);
});
