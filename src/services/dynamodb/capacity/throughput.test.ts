import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openServiceTest, type ServiceTest } from "../../../../test/support/service-test.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { dynamodb } from "../service.ts";

const KeySchema = [{ AttributeName: "id", KeyType: "HASH" as const }];
const GlobalKey = [{ AttributeName: "group", KeyType: "HASH" as const }];
const AttributeDefinitions = [{ AttributeName: "id", AttributeType: "S" as const }];
const few = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
/** A second's worth of one unit, kept for five minutes. */
const burst = 300;

describe("throughput", () => {
  let service: ServiceTest;
  const settled = async () => {
    service.clock.advance(1_000);
    await service.table.host.storage.timers.idle();
  };
  const create = async (TableName: string, more: object) => {
    const base = { TableName, AttributeDefinitions, KeySchema, ...more };
    await service.call("dynamodb", "CreateTable", base as never);
    await settled();
  };
  const put = (TableName: string, id: string, more: Record<string, { S: string }> = {}) =>
    service.call("dynamodb", "PutItem", { TableName, Item: { id: { S: id }, ...more } });
  const spend = async (TableName: string) => {
    const text = { S: "x".repeat(burst * 1_024) };
    await put(TableName, "large", { text });
  };

  test("of a table, its indexes, batches and transactions", async (context) => {
    service = await openServiceTest(context, [dynamodb, cloudwatch]);
    await context.test("writes beyond what is provisioned are refused until there is some again", async () => {
      await create("writes", { ProvisionedThroughput: few });
      const tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/writes";
      await spend("writes");
      await assert.rejects(put("writes", "a"), (error: Error & { fields: object }) => {
        assert.equal(error.name, "ProvisionedThroughputExceededException");
        assert.equal(
          error.message,
          "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
        );
        assert.deepEqual(error.fields, {
          ThrottlingReasons: [{ reason: "TableWriteProvisionedThroughputExceeded", resource: tableArn }],
        });
        return true;
      });
      // Reads have units of their own.
      await service.call("dynamodb", "GetItem", { TableName: "writes", Key: { id: { S: "a" } } });
      service.clock.advance(3_000);
      await put("writes", "a");
      service.clock.advance(3_600_000);
      for (let at = 0; at < burst; at++) await put("writes", `${at}`);
      await assert.rejects(put("writes", "one more"), { name: "ProvisionedThroughputExceededException" });
    });

    await context.test("batches give back what has no throughput, and fail where nothing has", async () => {
      await create("full", { BillingMode: "PAY_PER_REQUEST" });
      await create("spent", { ProvisionedThroughput: few });
      await spend("spent");
      const PutRequest = { Item: { id: { S: "b" } } };
      const both = { RequestItems: { full: [{ PutRequest }], spent: [{ PutRequest }] } };
      const { UnprocessedItems } = await service.call("dynamodb", "BatchWriteItem", both);
      assert.deepEqual(UnprocessedItems, { spent: [{ PutRequest }] });
      await assert.rejects(service.call("dynamodb", "BatchWriteItem", { RequestItems: { spent: [{ PutRequest }] } }), {
        name: "ProvisionedThroughputExceededException",
      });
      const Keys = [{ id: { S: "large" } }];
      while (true) {
        const { UnprocessedKeys, Responses } = await service.call("dynamodb", "BatchGetItem", {
          RequestItems: { full: { Keys: [{ id: { S: "b" } }] }, spent: { Keys, ConsistentRead: true } },
        });
        assert.deepEqual(Responses?.full, [{ id: { S: "b" } }]);
        if (UnprocessedKeys?.spent) break;
      }
      await assert.rejects(service.call("dynamodb", "Scan", { TableName: "spent" }), {
        name: "ProvisionedThroughputExceededException",
      });
      await assert.rejects(
        service.call("dynamodb", "TransactWriteItems", {
          TransactItems: [
            { Put: { TableName: "full", Item: { id: { S: "c" } } } },
            { Put: { TableName: "spent", Item: { id: { S: "c" } } } },
          ],
        }),
        (error: Error & { fields: { CancellationReasons: { Code: string }[] } }) => {
          assert.equal(error.name, "TransactionCanceledException");
          const codes = error.fields.CancellationReasons.map(({ Code }) => Code);
          assert.deepEqual(codes, ["None", "ProvisionedThroughputExceeded"]);
          return true;
        },
      );
      const { Item } = await service.call("dynamodb", "GetItem", { TableName: "full", Key: { id: { S: "c" } } });
      assert.equal(Item, undefined);
    });

    await context.test("a global index has units of its own, and writes that change it wait for them", async () => {
      await create("indexed", {
        AttributeDefinitions: [...AttributeDefinitions, { AttributeName: "group", AttributeType: "S" }],
        ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 100 },
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-group",
            KeySchema: GlobalKey,
            Projection: { ProjectionType: "ALL" },
            ProvisionedThroughput: few,
          },
        ],
      });
      const group = { S: "one" };
      await put("indexed", "large", { group, text: { S: "x".repeat(burst * 1_024) } });
      await assert.rejects(put("indexed", "a", { group }), {
        name: "ProvisionedThroughputExceededException",
        message: /one or more global secondary indexes/,
      });
      // What is not in the index needs none of its units.
      await put("indexed", "b");
    });

    await context.test("a maximum on demand is one of each second", async () => {
      await create("bounded", { BillingMode: "PAY_PER_REQUEST", OnDemandThroughput: { MaxWriteRequestUnits: 2 } });
      await put("bounded", "a");
      await put("bounded", "b");
      await assert.rejects(put("bounded", "c"), {
        name: "ThrottlingException",
        message: "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
      });
      service.clock.advance(1_000);
      await put("bounded", "c");
    });

    await context.test("what is refused is counted", async () => {
      await dynamodb.stop?.(service.table.services.get("dynamodb")!.state as never);
      const { Datapoints } = await service.call("cloudwatch", "GetMetricStatistics", {
        Namespace: "AWS/DynamoDB",
        MetricName: "WriteThrottleEvents",
        Dimensions: [{ Name: "TableName", Value: "bounded" }],
        StartTime: new Date(service.clock.nowMs() - 7_200_000),
        EndTime: new Date(service.clock.nowMs() + 60_000),
        Period: 86_400,
        Statistics: ["Sum"],
      });
      assert.equal(
        Datapoints?.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
        1,
      );
    });
  });
});
