import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import type { Firing } from "../../storage/database.ts";
import type { AnyService, ServiceTimer } from "../service.ts";
import { defineService } from "../service.ts";
import { createClockWalk } from "./clock-walk.ts";

const key = { account: "", region: "", kind: "walk.things", name: "" };
const minute = 60_000;

/** A service with two kinds of timers that fire in order, and one that does not mind. */
function walkers(fire: (firing: Firing, nowMs: number) => Promise<void>): AnyService {
  const timer = (inOrder: boolean): ServiceTimer<undefined> => ({
    inOrder,
    fire: (firing, { host }) => fire(firing, host.clock.nowMs()),
  });
  return defineService<typeof import("@aws-sdk/client-kms")>({
    name: "kms",
    migrations: [],
    access: { prefix: "kms", resource: () => "*" },
    create: () => undefined,
    operations: {},
    timers: { first: timer(true), second: timer(true), any: timer(false) },
  }) as AnyService;
}

test("the clock stops at each timer in order, of whatever kind, and at what they set in between", async (context) => {
  const fired: [string, number][] = [];
  const { table, clock } = await openServiceTest(context, [
    walkers(async (firing, nowMs) => {
      fired.push([firing.key, (nowMs - startMs) / minute]);
      if (firing.key !== "one") return;
      const dueMs = startMs + 90 * minute;
      await table.host.storage.partition(key).write((tx) => tx.setTimer({ kind: "kms.second", key: "between", dueMs }));
    }),
  ]);
  const startMs = clock.nowMs();
  const { storage } = table.host;
  await storage.partition(key).write(async (tx) => {
    await tx.setTimer({ kind: "kms.second", key: "two", dueMs: startMs + 120 * minute });
    await tx.setTimer({ kind: "kms.first", key: "one", dueMs: startMs + 60 * minute });
    await tx.setTimer({ kind: "kms.any", key: "any", dueMs: startMs + 61 * minute });
    await tx.setTimer({ kind: "kms.first", key: "later", dueMs: startMs + 24 * 60 * minute + 1 });
  });
  let busy = 3;
  const walk = createClockWalk({
    clock,
    timers: storage.timers,
    outbox: storage.outbox,
    move: async (byMs) => clock.advance(byMs),
    // What was set going is waited for.
    isBusy: () => fired.length > 0 && busy-- > 0,
    signal: new AbortController().signal,
  });
  assert.equal(await walk(24 * 60 * minute), 0);
  assert.equal(clock.nowMs(), startMs + 24 * 60 * minute);
  assert.deepEqual(fired, [
    ["one", 60],
    ["any", 90],
    ["between", 90],
    ["two", 120],
  ]);
  assert.ok(busy < 0);
  assert.deepEqual(await Promise.all([walk(1), walk(1)]), [0, 0]);
  assert.deepEqual(fired.at(-1), ["later", 24 * 60 + 1 / minute]);
  assert.equal(clock.nowMs(), startMs + 24 * 60 * minute + 2);
});

test("a walk that is ended moves the clock by the rest at once, and says how many are due", async (context) => {
  let fired = 0;
  const hangs = Promise.withResolvers<void>();
  const { table, clock } = await openServiceTest(context, [
    walkers(async () => {
      fired++;
      await hangs.promise;
    }),
  ]);
  const { storage } = table.host;
  const startMs = clock.nowMs();
  await storage.partition(key).write(async (tx) => {
    for (let hour = 1; hour <= 5; hour++) {
      await tx.setTimer({ kind: "kms.first", key: `${hour}`, dueMs: startMs + hour * 60 * minute });
    }
  });
  const ending = new AbortController();
  const walk = createClockWalk({
    clock,
    timers: storage.timers,
    outbox: storage.outbox,
    move: async (byMs) => {
      clock.advance(byMs);
      ending.abort();
    },
    isBusy: () => false,
    signal: ending.signal,
  });
  assert.equal(await walk(4 * 60 * minute), 4);
  assert.equal(clock.nowMs(), startMs + 4 * 60 * minute);
  assert.equal(fired, 1, "the first is not done yet, and those behind it wait");
  hangs.resolve();
  await storage.timers.idle();
  assert.equal(fired, 4);
  assert.equal(await storage.timers.dueInOrder(), 0);
});
