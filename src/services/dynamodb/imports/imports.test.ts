import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeImportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ImportTableCommand,
  type ImportTableCommandInput,
  ListImportsCommand,
  ListTablesCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { CsvReader } from "./record-reader.ts";

const S3Bucket = "imports";

describe("imports from S3", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  let s3: S3Client;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    s3 = squall.client(S3Client, { forcePathStyle: true } as never);
    await s3.send(new CreateBucketCommand({ Bucket: S3Bucket }));
  });
  after(async () => {
    dynamodb.destroy();
    s3.destroy();
    await squall.close();
  });

  const store = (Key: string, Body: string | Buffer) => s3.send(new PutObjectCommand({ Bucket: S3Bucket, Key, Body }));
  const begin = async (TableName: string, S3KeyPrefix: string, more: Partial<ImportTableCommandInput> = {}) => {
    const { ImportTableDescription } = await dynamodb.send(
      new ImportTableCommand({
        S3BucketSource: { S3Bucket, S3KeyPrefix },
        InputFormat: "DYNAMODB_JSON",
        TableCreationParameters: {
          TableName,
          AttributeDefinitions: [
            { AttributeName: "id", AttributeType: "S" },
            { AttributeName: "rank", AttributeType: "N" },
          ],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-rank",
              KeySchema: [{ AttributeName: "rank", KeyType: "HASH" }],
              Projection: { ProjectionType: "KEYS_ONLY" },
            },
          ],
          BillingMode: "PAY_PER_REQUEST",
        },
        ...more,
      }),
    );
    return ImportTableDescription!;
  };
  const ended = (ImportArn: string | undefined) =>
    eventually(async () => {
      const { ImportTableDescription } = await dynamodb.send(new DescribeImportCommand({ ImportArn }));
      return ImportTableDescription?.ImportStatus === "IN_PROGRESS" ? undefined : ImportTableDescription;
    }, "the import's end");
  const itemsOf = async (TableName: string) => {
    await eventually(async () => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return Table?.TableStatus === "ACTIVE" || undefined;
    }, "the table");
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    return new Map(Items.map((item) => [item.id!.S, item]));
  };

  test("DynamoDB's JSON becomes a table, by all objects of a prefix; what is no item is counted and told", async () => {
    const line = (id: string, rank: string) =>
      `${JSON.stringify({ Item: { id: { S: id }, rank: { N: rank }, list: { L: [{ B: "AAH/" }, { BOOL: true }] } } })}\n`;
    await store("json/one.json.gz", gzipSync(line("a", "1.0") + line("b", "2")));
    await store(
      "json/two.json.gz",
      gzipSync(`${line("c", "1")}{"Item":{"id":{"N":"1"}}}\nnonsense\n${line("d", "3")}`),
    );
    const asked = { InputCompressionType: "GZIP", ClientToken: "once" } as const;
    const begun = await begin("from-json", "json/", asked);
    assert.equal(begun.ImportStatus, "IN_PROGRESS");
    assert.equal((await begin("from-json", "json/", asked)).ImportArn, begun.ImportArn);
    await assert.rejects(begin("from-json", "other/", asked), { name: "ImportConflictException" });
    await assert.rejects(begin("from-json", "json/"), { name: "ResourceInUseException" });
    const made = await ended(begun.ImportArn);
    assert.deepEqual(
      [made.ImportStatus, made.ProcessedItemCount, made.ImportedItemCount, made.ErrorCount],
      ["COMPLETED", 6, 4, 2],
    );
    const items = await itemsOf("from-json");
    assert.deepEqual([...items.keys()].sort(), ["a", "b", "c", "d"]);
    assert.deepEqual(items.get("a")?.rank, { N: "1" });
    assert.deepEqual(items.get("a")?.list?.L?.[0], { B: Uint8Array.from([0, 1, 255]) });
    await eventually(async () => {
      const { Count } = await dynamodb.send(
        new QueryCommand({
          TableName: "from-json",
          IndexName: "by-rank",
          KeyConditionExpression: "#r = :r",
          ExpressionAttributeNames: { "#r": "rank" },
          ExpressionAttributeValues: { ":r": { N: "1" } },
        }),
      );
      return Count === 2 || undefined;
    }, "the index");
    const logs = squall.client(CloudWatchLogsClient);
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: "/aws-dynamodb/imports",
        logStreamName: begun.ImportArn!.split("/").at(-1)!,
      }),
    );
    logs.destroy();
    assert.equal(events.length, 2);
    assert.deepEqual(JSON.parse(events[0]!.message!).itemS3Pointer, {
      bucket: S3Bucket,
      key: "json/two.json.gz",
      itemIndex: 1,
    });
  });

  test("CSV has strings, but for keys, its header in it or in the request", async () => {
    await store("csv/a.csv", 'id;rank;note\na;1;"said ""no""; and\nwent"\nb;;\n');
    const { ImportArn } = await begin("from-csv", "csv/", {
      InputFormat: "CSV",
      InputFormatOptions: { Csv: { Delimiter: ";" } },
    });
    assert.equal((await ended(ImportArn)).ImportedItemCount, 2);
    const items = await itemsOf("from-csv");
    assert.deepEqual(items.get("a"), { id: { S: "a" }, rank: { N: "1" }, note: { S: 'said "no"; and\nwent' } });
    assert.deepEqual(items.get("b"), { id: { S: "b" }, note: { S: "" } });
    await store("headless/a.csv.zst", zstdCompressSync("x,7\n"));
    const second = await begin("headless", "headless/", {
      InputFormat: "CSV",
      InputCompressionType: "ZSTD",
      InputFormatOptions: { Csv: { HeaderList: ["id", "other"] } },
    });
    assert.equal((await ended(second.ImportArn)).ImportedItemCount, 1);
    assert.deepEqual((await itemsOf("headless")).get("x"), { id: { S: "x" }, other: { S: "7" } });
    const page = await dynamodb.send(new ListImportsCommand({ PageSize: 1 }));
    assert.equal(page.ImportSummaryList?.[0]?.ImportArn, second.ImportArn);
    const rest = await dynamodb.send(new ListImportsCommand({ NextToken: page.NextToken }));
    assert.equal(rest.ImportSummaryList?.[0]?.ImportArn, ImportArn);
  });

  test("Ion is refused by name, a bucket that is not there ends an import, broken bytes are an error", async () => {
    await assert.rejects(begin("ion", "ion/", { InputFormat: "ION" }), /does not support imports of ION/);
    const lost = await begin("lost", "x/", { S3BucketSource: { S3Bucket: "nowhere" } });
    const failed = await ended(lost.ImportArn);
    assert.deepEqual([failed.ImportStatus, failed.FailureCode], ["FAILED", "S3NoSuchBucket"]);
    await eventually(async () => {
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      return TableNames.includes("lost") ? undefined : true;
    }, "the table of an import without a bucket to be gone");
    await store("broken/a.json.gz", "no gzip");
    const { ImportArn } = await begin("broken", "broken/", { InputCompressionType: "GZIP" });
    const made = await ended(ImportArn);
    assert.deepEqual([made.ImportStatus, made.ErrorCount, made.ImportedItemCount], ["COMPLETED", 1, 0]);
    await assert.rejects(dynamodb.send(new DescribeImportCommand({ ImportArn: `${ImportArn}0` })), {
      name: "ImportNotFoundException",
    });
  });

  test("a bucket of another region is read, and objects that follow one another without a line between them", async () => {
    const ireland = squall.client(S3Client, { forcePathStyle: true, region: "eu-west-1" } as never);
    const Bucket = "import-ireland";
    await ireland.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    const line = (id: string) => JSON.stringify({ Item: { id: { S: id } } });
    const Body = `${line("a")}\n${line('b}{"')}${line("c")} ${line("d")}\nnone`;
    await ireland.send(new PutObjectCommand({ Bucket, Key: "x/one.json", Body }));
    ireland.destroy();
    const { ImportArn } = await begin("far", "x/", { S3BucketSource: { S3Bucket: Bucket, S3KeyPrefix: "x/" } });
    const made = await ended(ImportArn);
    assert.deepEqual([made.ImportStatus, made.ImportedItemCount, made.ErrorCount], ["COMPLETED", 4, 1]);
  });

  test("a row of CSV is bounded, whatever it is", () => {
    const reader = new CsvReader(",");
    assert.deepEqual(reader.push(`"${"x".repeat(5_000_000)}`), []);
    assert.equal(reader.push('"\na,b\n').at(-1)?.join(), "a,b");
  });
});
