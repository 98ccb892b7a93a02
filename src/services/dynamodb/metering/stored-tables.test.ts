import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { dynamodb } from "../service.ts";

const hourMs = 3_600_000;

test("what tables and indexes hold, and what was provisioned for them, is on the bill for as long as it is there", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [
    { ...dynamodb, migrations: [...dynamodb.migrations, ...usageMigrations] },
  ]);
  const { storage } = table.host;
  const id = { AttributeName: "id", AttributeType: "S" as const };
  const KeySchema = [{ AttributeName: "id", KeyType: "HASH" as const }];
  const units = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits });
  await call("dynamodb", "CreateTable", {
    TableName: "paid",
    AttributeDefinitions: [id],
    KeySchema,
    ProvisionedThroughput: units(7, 3),
    GlobalSecondaryIndexes: [
      { IndexName: "i", KeySchema, Projection: { ProjectionType: "ALL" }, ProvisionedThroughput: units(2, 1) },
    ],
    TableClass: "STANDARD_INFREQUENT_ACCESS",
  });
  clock.advance(1_000);
  await storage.timers.idle();
  await call("dynamodb", "PutItem", { TableName: "paid", Item: { id: { S: "a" }, t: { S: "x".repeat(9_997) } } });
  // The index follows; and the first look counts nothing: it is from then on.
  clock.advance(10_000);
  await storage.timers.idle();
  const startMs = clock.nowMs();
  clock.advance(10 * hourMs);
  await storage.timers.idle();
  const used = new Map<string, number>();
  for await (const { usageType, quantity } of readUsage(storage, "000000000000", {
    fromMs: startMs - 24 * hourMs,
    toMs: clock.nowMs() + 24 * hourMs,
  }))
    used.set(usageType, (used.get(usageType) ?? 0) + quantity);
  const isNear = (name: string, perHour: number) => {
    const hours = (used.get(name) ?? 0) / perHour;
    assert.ok(Math.abs(hours - 10) < 0.01, `${name}: ${hours} hours`);
  };
  isNear("IA-ReadCapacityUnit-Hrs", 9);
  isNear("IA-WriteCapacityUnit-Hrs", 4);
  // The item and its copy in the index, in a month of 31 days.
  isNear("IA-TimedStorage-ByteHrs", (2 * (10_001 + 100)) / 1024 ** 3 / (31 * 24));
});
