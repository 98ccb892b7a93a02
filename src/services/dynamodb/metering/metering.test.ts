import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { dynamodb } from "../service.ts";

test("units that a table uses are metrics of AWS/DynamoDB, by the minute", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [dynamodb, cloudwatch]);
  const TableName = "metered";
  await call("dynamodb", "CreateTable", {
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  clock.advance(1_000);
  await table.host.storage.timers.idle();
  const Item = { id: { S: "a" }, text: { S: "x".repeat(3_000) } };
  await call("dynamodb", "PutItem", { TableName, Item });
  await call("dynamodb", "GetItem", { TableName, Key: { id: { S: "a" } }, ConsistentRead: true });
  const [StartTime, EndTime] = [new Date(clock.nowMs() - 60_000), new Date(clock.nowMs() + 120_000)];
  await dynamodb.stop?.(table.services.get("dynamodb")!.state as never);
  for (const [MetricName, units] of [
    ["ConsumedWriteCapacityUnits", 3],
    ["ConsumedReadCapacityUnits", 1],
  ] as const) {
    const { Datapoints } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/DynamoDB",
      MetricName,
      Dimensions: [{ Name: "TableName", Value: TableName }],
      StartTime,
      EndTime,
      Period: 300,
      Statistics: ["Sum"],
    });
    assert.equal(
      Datapoints?.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
      units,
    );
  }
});
