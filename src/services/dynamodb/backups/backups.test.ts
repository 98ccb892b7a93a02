import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteBackupCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
  PutItemCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "kept";

describe("backups", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "kind", AttributeType: "S" },
        ],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-kind",
            KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        ],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await exists(TableName);
    await Promise.all(Array.from({ length: 150 }, (_, at) => put(`${at}`, "first")));
  });
  after(async () => {
    dynamodb.destroy();
    await squall.close();
  });

  const exists = (name: string) =>
    waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName: name });
  const put = (id: string, kind: string) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, kind: { S: kind } } }));
  const kinds = async (name: string, IndexName?: string) => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: name, IndexName }));
    const counts: Record<string, number> = {};
    for (const { kind } of Items) counts[kind?.S ?? ""] = (counts[kind?.S ?? ""] ?? 0) + 1;
    return counts;
  };

  test("CreateBackup keeps a table, RestoreTableFromBackup makes another of it, DeleteBackup forgets it", async () => {
    const { BackupDetails } = await dynamodb.send(new CreateBackupCommand({ TableName, BackupName: "one" }));
    const { BackupArn } = BackupDetails ?? {};
    await eventually(async () => {
      const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn }));
      return BackupDescription?.BackupDetails?.BackupStatus === "AVAILABLE" || undefined;
    }, "the backup is there");
    const { BackupSummaries } = await dynamodb.send(new ListBackupsCommand({ TableName }));
    assert.deepEqual(
      BackupSummaries?.map((one) => one.BackupArn),
      [BackupArn],
    );
    await put("0", "later");
    const { TableDescription } = await dynamodb.send(
      new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: "restored" }),
    );
    assert.equal(TableDescription?.TableStatus, "CREATING");
    assert.equal(TableDescription?.RestoreSummary?.RestoreInProgress, true);
    await exists("restored");
    assert.deepEqual(await kinds("restored"), { first: 150 });
    await eventually(async () => (await kinds("restored", "by-kind")).first === 150 || undefined, "the index follows");
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "restored" }));
    assert.equal(Table?.ItemCount, 150);
    await dynamodb.send(new DeleteBackupCommand({ BackupArn }));
    await assert.rejects(dynamodb.send(new DescribeBackupCommand({ BackupArn })), { name: "BackupNotFoundException" });
  });

  test("RestoreTableToPointInTime gives what was there then", async () => {
    const to = (TargetTableName: string, RestoreDateTime: Date) =>
      dynamodb.send(
        new RestoreTableToPointInTimeCommand({ SourceTableName: TableName, TargetTableName, RestoreDateTime }),
      );
    await assert.rejects(to("past", new Date()), { name: "PointInTimeRecoveryUnavailableException" });
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    assert.equal(recovery?.PointInTimeRecoveryStatus, "ENABLED");
    const before = await kinds(TableName);
    // The server's time goes on between what was and what comes.
    const advance = async () => {
      const body = '{"advanceMilliseconds":60000}';
      await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return Table;
    };
    await advance();
    const then = new Date(Date.now() + 30_000);
    await advance();
    await Promise.all(Array.from({ length: 120 }, (_, at) => put(`${at}`, "changed")));
    await put("new", "made");
    await put("new", "changed again");
    await to("past", then);
    await exists("past");
    assert.deepEqual(await kinds("past"), before);
  });
});
