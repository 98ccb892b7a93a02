import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { openSqlite } from "../../storage/sqlite/sqlite.ts";
import { readUsage, usageMigrations } from "./usage.ts";
import { UsageMeter } from "./usage-meter.ts";

const account = "000000000000";

test("use is gathered and written once a minute; what is left is written at the stop", async () => {
  const clock = createManualClock();
  let commits = 0;
  const storage = await openSqlite({ file: ":memory:", clock, onCommit: () => commits++ });
  await storage.migrate([{ name: "usage", migrations: usageMigrations }]);
  const meter = new UsageMeter({ storage, clock, log: createLog("silent") });
  const add = (quantity: number) =>
    meter.add(account, {
      service: "AmazonCloudWatch",
      usageType: "DataProcessing-Bytes",
      operation: "PutLogEvents",
      region: "us-east-1",
      resource: "arn:aws:logs:us-east-1:000000000000:log-group:a",
      tags: {},
      atMs: clock.nowMs(),
      quantity,
    });
  const read = async () => {
    let sum = 0;
    for await (const { quantity } of readUsage(storage, account, { fromMs: 0, toMs: clock.nowMs() + 1 }))
      sum += quantity;
    return sum;
  };
  commits = 0;
  for (let index = 0; index < 1_000; index++) add(1);
  assert.equal(await read(), 0);
  clock.advance(60_000);
  await meter.idle();
  assert.deepEqual([await read(), commits], [1_000, 1]);
  clock.advance(3_600_000);
  await meter.idle();
  assert.equal(commits, 1);
  add(5);
  await meter.stop();
  assert.equal(await read(), 1_005);
  await storage.close();
});
