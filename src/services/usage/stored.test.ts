import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { defineService } from "../service.ts";
import { billStored } from "./stored.ts";
import { readUsage, usageMigrations } from "./usage.ts";

const hourMs = 3_600_000;
const account = "000000000000";

test("what cannot be looked at is missing on the bill, and costs nobody else his time twice", async (context) => {
  const kind = "test.kept";
  let isBroken = false;
  const kept = billStored<undefined>({
    kind,
    list: async function* ({ name }) {
      if (isBroken && name === "b") throw new Error("it cannot be read");
      const held = { service: "Test", usageType: "Requests-FIFO", operation: "Keep", tags: {} } as const;
      yield { ...held, resource: name, amount: 1, per: "hour" as const };
    },
  });
  const { table, clock } = await openServiceTest(context, [
    defineService<Record<string, unknown>>({
      name: "sqs",
      migrations: usageMigrations,
      access: { prefix: "sqs", resource: () => "*" },
      create: () => undefined,
      operations: {},
      timers: { kept },
    }),
  ]);
  const { storage } = table.host;
  for (const name of ["a", "b", "c"])
    await storage.partition({ account, region: "us-east-1", kind, name }).write((tx) => tx.nextSequence());
  const startMs = clock.nowMs();
  const pass = async (ms: number) => {
    clock.advance(ms);
    await storage.timers.idle();
  };
  // The first look counts nothing: it is from then on.
  await pass(10_000);
  await pass(hourMs);
  isBroken = true;
  await pass(hourMs);
  await pass(hourMs);
  isBroken = false;
  await pass(hourMs);
  const hours: Record<string, number> = {};
  const range = { fromMs: startMs - hourMs, toMs: clock.nowMs() + hourMs };
  for await (const { resource, quantity } of readUsage(storage, account, range))
    hours[resource] = (hours[resource] ?? 0) + quantity;
  for (const name in hours) hours[name] = Math.round((hours[name] ?? 0) * 100) / 100;
  assert.deepEqual(hours, { a: 4, b: 2, c: 4 });
});
