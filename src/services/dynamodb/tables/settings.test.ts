import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateGlobalTableCommand,
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeContributorInsightsCommand,
  DescribeEndpointsCommand,
  DescribeGlobalTableCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  GetItemCommand,
  GetResourcePolicyCommand,
  ListContributorInsightsCommand,
  ListGlobalTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContributorInsightsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "settings";

describe("settings of tables", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
        Tags: [{ Key: "team", Value: "blue" }],
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const update = (more: Partial<UpdateTableCommandInput>) =>
    dynamodb.send(new UpdateTableCommand({ TableName, ...more }));
  const described = async () => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  const settled = () =>
    eventually(async () => {
      const table = await described();
      const isSettled =
        table?.TableStatus === "ACTIVE" && !table.GlobalSecondaryIndexes?.some((one) => one.IndexStatus !== "ACTIVE");
      return isSettled ? table : undefined;
    }, "the table has settled");

  test("UpdateTable adds an index, which is filled from what is there, and removes it", async () => {
    const puts = Array.from({ length: 120 }, (_, at) =>
      dynamodb.send(
        new PutItemCommand({ TableName, Item: { id: { S: `${at}` }, kind: { S: at % 2 === 0 ? "even" : "odd" } } }),
      ),
    );
    await Promise.all(puts);
    const KeySchema = [{ AttributeName: "kind", KeyType: "HASH" as const }];
    const Create = { IndexName: "by-kind", KeySchema, Projection: { ProjectionType: "ALL" as const } };
    const AttributeDefinitions = [{ AttributeName: "kind", AttributeType: "S" as const }];
    const { TableDescription } = await update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] });
    assert.equal(TableDescription?.TableStatus, "UPDATING");
    assert.equal(TableDescription?.GlobalSecondaryIndexes?.[0]?.IndexStatus, "CREATING");
    await settled();
    const query = new QueryCommand({
      TableName,
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :kind",
      ExpressionAttributeValues: { ":kind": { S: "odd" } },
    });
    assert.equal((await dynamodb.send(query)).Count, 60);
    assert.equal((await described())?.GlobalSecondaryIndexes?.[0]?.ItemCount, 120);
    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-kind" } }] });
    const without = await settled();
    assert.equal(without.GlobalSecondaryIndexes, undefined);
    assert.deepEqual(without.AttributeDefinitions, [{ AttributeName: "id", AttributeType: "S" }]);
  });

  test("billing, protection and class are changed; what would change nothing is refused", async () => {
    const units = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
    await update({ BillingMode: "PROVISIONED", ProvisionedThroughput: units });
    const provisioned = await settled();
    assert.equal(provisioned.ProvisionedThroughput?.ReadCapacityUnits, 3);
    assert.equal(provisioned.BillingModeSummary?.BillingMode, "PROVISIONED");
    await assert.rejects(update({ ProvisionedThroughput: units }), /will not change/);
    await update({ TableClass: "STANDARD_INFREQUENT_ACCESS", DeletionProtectionEnabled: true });
    assert.equal((await settled()).TableClassSummary?.TableClass, "STANDARD_INFREQUENT_ACCESS");
    await assert.rejects(dynamodb.send(new DeleteTableCommand({ TableName })), /protected against deletion/);
    await update({ DeletionProtectionEnabled: false });
    assert.equal((await settled()).DeletionProtectionEnabled, false);
    await assert.rejects(update({}), /At least one of ProvisionedThroughput/);
  });

  test("tags are listed, changed and taken away", async () => {
    const ResourceArn = (await described())?.TableArn;
    const list = async () => (await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
    assert.deepEqual(await list(), [{ Key: "team", Value: "blue" }]);
    const Tags = [
      { Key: "team", Value: "red" },
      { Key: "stage", Value: "test" },
    ];
    await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
    await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team"] }));
    assert.deepEqual(await list(), [{ Key: "stage", Value: "test" }]);
  });

  test("items go when their time has come, also those that were there before", async () => {
    const item = (id: string, inMs: number) => ({
      id: { S: id },
      until: { N: `${Math.floor((Date.now() + inMs) / 1000)}` },
    });
    const put = (Item: ReturnType<typeof item>) => dynamodb.send(new PutItemCommand({ TableName, Item }));
    const isThere = async (id: string) =>
      (await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item !== undefined;
    await put(item("before", 3_600_000));
    const TimeToLiveSpecification = { AttributeName: "until", Enabled: true };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    assert.deepEqual(TimeToLiveDescription, { TimeToLiveStatus: "ENABLED", AttributeName: "until" });
    await assert.rejects(
      dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })),
      /TimeToLive is already enabled/,
    );
    await put(item("soon", 1_800_000));
    await put(item("late", 86_400_000));
    const body = '{"advanceMilliseconds":7200000}';
    const { status } = await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    assert.equal(status, 200);
    await eventually(async () => (await isThere("soon")) === false || undefined, "soon has gone");
    await eventually(async () => (await isThere("before")) === false || undefined, "before has gone");
    assert.equal(await isThere("late"), true);
  });

  test("a table has a policy, of a revision", async () => {
    const ResourceArn = (await described())?.TableArn;
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "dynamodb:GetItem", Resource: ResourceArn },
      ],
    });
    await assert.rejects(dynamodb.send(new GetResourcePolicyCommand({ ResourceArn })), {
      name: "PolicyNotFoundException",
    });
    const { RevisionId } = await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    assert.deepEqual((await dynamodb.send(new GetResourcePolicyCommand({ ResourceArn }))).Policy, Policy);
    await assert.rejects(
      dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy, ExpectedRevisionId: "1" })),
      {
        name: "PolicyNotFoundException",
        message: `Resource-based policy not found for the provided ResourceArn: Requested update for policy with revision id 1, but the policy associated to target table ${TableName} has revision id ${RevisionId}.`,
      },
    );
    await assert.rejects(dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy: "{}" })), /Invalid policy/);
    const removed = await dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn }));
    assert.equal(removed.RevisionId, RevisionId);
  });

  test("contributor insights are refused by name, and none are told of", async () => {
    const { ContributorInsightsStatus } = await dynamodb.send(new DescribeContributorInsightsCommand({ TableName }));
    assert.equal(ContributorInsightsStatus, "DISABLED");
    const enable = new UpdateContributorInsightsCommand({ TableName, ContributorInsightsAction: "ENABLE" });
    await assert.rejects(dynamodb.send(enable), { name: "ValidationException", message: /contributor insights/ });
  });

  test("global tables and streaming to Kinesis are refused by name, and none are told of", async () => {
    const ReplicationGroup = [{ RegionName: "eu-west-1" }];
    const GlobalTableName = TableName;
    await assert.rejects(
      dynamodb.send(new CreateGlobalTableCommand({ GlobalTableName, ReplicationGroup })),
      /does not support global tables/,
    );
    await assert.rejects(dynamodb.send(new DescribeGlobalTableCommand({ GlobalTableName })), {
      name: "GlobalTableNotFoundException",
    });
    assert.deepEqual((await dynamodb.send(new ListGlobalTablesCommand({}))).GlobalTables, []);
    assert.deepEqual((await dynamodb.send(new ListContributorInsightsCommand({}))).ContributorInsightsSummaries, []);
    const StreamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/some";
    await assert.rejects(
      dynamodb.send(new EnableKinesisStreamingDestinationCommand({ TableName, StreamArn })),
      /does not support streaming to Kinesis/,
    );
    const { KinesisDataStreamDestinations } = await dynamodb.send(
      new DescribeKinesisStreamingDestinationCommand({ TableName }),
    );
    assert.deepEqual(KinesisDataStreamDestinations, []);
  });

  test("DescribeLimits and DescribeEndpoints answer", async () => {
    const limits = await dynamodb.send(new DescribeLimitsCommand({}));
    assert.equal(limits.TableMaxWriteCapacityUnits, 40_000);
    const { Endpoints } = await dynamodb.send(new DescribeEndpointsCommand({}));
    assert.equal(Endpoints?.[0]?.Address, new URL(squall.endpoint).host);
  });
});
