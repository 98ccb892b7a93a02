import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { rootPrincipal } from "../../principal.ts";
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

test("requests are counted by how they end, by the table and the operation", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [dynamodb, cloudwatch]);
  const TableName = "counted";
  await call("dynamodb", "CreateTable", {
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  clock.advance(1_000);
  await table.host.storage.timers.idle();
  const Item = { id: { S: "a" } };
  await call("dynamodb", "PutItem", { TableName, Item });
  const never = { TableName, Item, ConditionExpression: "attribute_not_exists(id)" };
  await assert.rejects(call("dynamodb", "PutItem", never), { name: "ConditionalCheckFailedException" });
  await assert.rejects(call("dynamodb", "TransactWriteItems", { TransactItems: [{ Put: never }] }), {
    name: "TransactionCanceledException",
  });
  await call("dynamodb", "Scan", { TableName });
  const { state } = table.services.get("dynamodb")!;
  const principal = rootPrincipal("000000000000", "test");
  const answered = (operation: string, status: number, errorCode?: string, input: object = { TableName }) =>
    dynamodb.answered?.(
      {
        operation,
        input: input as never,
        principal,
        region: "us-east-1",
        requestId: "",
        method: "POST",
        uri: "/",
        headers: {},
        sourceIp: "",
        status,
        errorCode,
        bytesSent: 0,
        totalMs: 3,
      },
      state as never,
    );
  answered("GetItem", 200, undefined, { TableName: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}` });
  answered("GetItem", 200);
  answered("BatchGetItem", 200, undefined, { RequestItems: { [TableName]: {} } });
  answered("TransactWriteItems", 200, undefined, { TransactItems: [{ Put: never }, { Delete: never }] });
  answered("ExecuteStatement", 200, undefined, { Statement: `SELECT * FROM "${TableName}"` });
  answered("GetItem", 500, "InternalServerError");
  answered("GetItem", 400, "ThrottlingException");
  answered("GetItem", 400, "ValidationException");
  // Both have metrics of their own, and no fault of a user's is counted twice.
  answered("PutItem", 400, "ConditionalCheckFailedException");
  answered("TransactWriteItems", 400, "TransactionCanceledException");
  await dynamodb.stop?.(state as never);
  const countOf = async (MetricName: string, operation?: string, isOfTable = true) => {
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/DynamoDB",
      MetricName,
      Dimensions: [
        ...(isOfTable ? [{ Name: "TableName", Value: TableName }] : []),
        ...(operation === undefined ? [] : [{ Name: "Operation", Value: operation }]),
      ],
      StartTime: new Date(clock.nowMs() - 60_000),
      EndTime: new Date(clock.nowMs() + 120_000),
      Period: 300,
      Statistics: ["SampleCount", "Sum"],
    });
    return [Datapoints[0]?.SampleCount ?? 0, Datapoints[0]?.Sum ?? 0];
  };
  assert.deepEqual(await countOf("SuccessfulRequestLatency", "GetItem"), [2, 6]);
  for (const operation of ["BatchGetItem", "TransactWriteItems", "ExecuteStatement"])
    assert.deepEqual(await countOf("SuccessfulRequestLatency", operation), [1, 3], operation);
  assert.deepEqual(await countOf("SystemErrors", "GetItem"), [1, 1]);
  assert.deepEqual(await countOf("ThrottledRequests", "GetItem"), [1, 1]);
  assert.deepEqual(await countOf("UserErrors", undefined, false), [1, 1]);
  assert.deepEqual(await countOf("ConditionalCheckFailedRequests"), [2, 2]);
  assert.deepEqual(await countOf("ReturnedItemCount", "Scan"), [1, 1]);
});
