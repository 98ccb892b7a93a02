import assert from "node:assert/strict";
import { test } from "node:test";
import type { InvocationOutcome, InvocationRequest } from "./invocation.ts";
import { KeptEvents } from "./kept-events.ts";
import type { Target } from "./target.ts";

const identity = (name: string, id = "") => ({ account: "000000000000", region: "us-east-1", name, id });
const target = (name: string, id = "") => ({ record: identity(name, id) }) as unknown as Target;
const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const request = (requestId: string, event: string) =>
  ({ requestId, event: Buffer.from(event) }) as unknown as InvocationRequest;
const outcome = (payload: string, failed = false) =>
  ({ payload: Buffer.from(payload), failed }) as unknown as InvocationOutcome;

/** Another node, if there is one, answers what is asked of it. */
function openKept(mostBytes: number, others: readonly unknown[] = []) {
  const host = {
    nodes: { self: "a", live: () => ["a", ...others.map((_one, at) => String(at))].map((id) => ({ id })) },
    peers: { answer: () => {}, ask: async (id: string) => others[Number(id)] },
    flows: { began: () => undefined },
  };
  return new KeptEvents(host as unknown as ConstructorParameters<typeof KeptEvents>[0], mostBytes);
}

test("an event is found by its function and request, with its answer once there is one", async () => {
  const kept = openKept(1_000);
  const one = request("1", '{"a":1}');
  kept.keep(target("f"), one);
  assert.deepEqual(await kept.find(identity("f"), "1"), { requestId: "1", functionArn: arn("f"), event: '{"a":1}' });
  kept.settle(one, outcome('"done"', true));
  const found = await kept.find(identity("f"), "1");
  assert.deepEqual([found?.payload, found?.failed], ['"done"', true]);
  assert.equal(await kept.find(identity("g"), "1"), undefined, "no other function's");
  kept.clear();
  assert.equal(await kept.find(identity("f"), "1"), undefined);
});

test("the newest are kept, within their bytes: answers count, a retry takes its event's place, what is too large is left out", async () => {
  const kept = openKept(100);
  for (let number = 0; number < 20; number++) kept.keep(target("f"), request(String(number), "1234567890"));
  assert.equal(await kept.find(identity("f"), "9"), undefined);
  assert.ok(await kept.find(identity("f"), "10"));
  for (let time = 0; time < 20; time++) kept.keep(target("f"), request("19", "1234567890"));
  assert.ok(await kept.find(identity("f"), "10"), "one event is one, however often it is tried");
  kept.settle(request("19", ""), outcome("x".repeat(85)));
  assert.equal(await kept.find(identity("f"), "18"), undefined);
  assert.equal((await kept.find(identity("f"), "19"))?.payload?.length, 85);
  kept.keep(target("f"), request("large", "x".repeat(300_000)));
  assert.equal(await kept.find(identity("f"), "large"), undefined);
  const none = openKept(0);
  none.keep(target("f"), request("1", "{}"));
  assert.equal(await none.find(identity("f"), "1"), undefined);
});

test("what is kept beside an event counts, and of a large buffer only the event is kept", async () => {
  const kept = openKept(1_000);
  const part = (requestId: string, ofBytes: number) =>
    ({ requestId, event: new Uint8Array(ofBytes).subarray(0, 10) }) as unknown as InvocationRequest;
  for (const requestId of ["1", "2", "3"]) kept.keep(target("f"), part(requestId, 400));
  assert.equal(await kept.find(identity("f"), "1"), undefined);
  assert.ok(await kept.find(identity("f"), "2"));
  kept.clear();
  for (const requestId of ["1", "2", "3"]) kept.keep(target("f"), part(requestId, 16_000));
  assert.equal((await kept.find(identity("f"), "1"))?.event.length, 10);
});

test("a function that is made again under its name has none of the former one's", async () => {
  const kept = openKept(1_000);
  kept.keep(target("f", "first"), request("1", "{}"));
  assert.ok(await kept.find(identity("f", "first"), "1"));
  assert.equal(await kept.find(identity("f", "second"), "1"), undefined);
});

test("the other nodes are asked for what is not here", async () => {
  const elsewhere = { requestId: "1", functionArn: arn("f"), event: "{}" };
  assert.deepEqual(await openKept(100, [null, elsewhere]).find(identity("f"), "1"), elsewhere);
  assert.equal(await openKept(100, [null]).find(identity("f"), "1"), undefined);
});
