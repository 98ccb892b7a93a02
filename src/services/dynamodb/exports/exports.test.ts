import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeExportCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  type ExportTableToPointInTimeCommandInput,
  ListExportsCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "exported";
const TableArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
const S3Bucket = "exports";
const bytes = Uint8Array.from([0, 1, 255]);

describe("exports to S3", () => {
  let squall: TestSquall;
  let dynamodb: DynamoDBClient;
  let s3: S3Client;
  before(async () => {
    squall = await startSquall();
    dynamodb = squall.client(DynamoDBClient);
    s3 = squall.client(S3Client, { forcePathStyle: true } as never);
    await s3.send(new CreateBucketCommand({ Bucket: S3Bucket }));
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
  });
  after(async () => {
    dynamodb.destroy();
    s3.destroy();
    await squall.close();
  });

  const put = (id: string, more: Record<string, AttributeValue> = {}) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
  const begin = async (more: Partial<ExportTableToPointInTimeCommandInput> = {}) => {
    const { ExportDescription } = await dynamodb.send(
      new ExportTableToPointInTimeCommand({ TableArn, S3Bucket, ...more }),
    );
    return ExportDescription!;
  };
  const ended = (ExportArn: string | undefined) =>
    eventually(async () => {
      const { ExportDescription } = await dynamodb.send(new DescribeExportCommand({ ExportArn }));
      return ExportDescription?.ExportStatus === "IN_PROGRESS" ? undefined : ExportDescription;
    }, "the export's end");
  const read = async (Key: string | undefined) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: S3Bucket, Key }));
    return Buffer.from(await Body!.transformToByteArray());
  };

  test("a table as it was is written with its manifests, whatever is done to it meanwhile", async () => {
    await assert.rejects(begin(), { name: "PointInTimeRecoveryUnavailableException" });
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    for (let at = 0; at < 30; at++) await put(`${at}`, { bytes: { B: bytes }, numbers: { NS: ["1.50", "-3"] } });
    const body = '{"advanceMilliseconds":60000}';
    await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    const asked = { S3Prefix: "daily", ClientToken: "once", ExportTime: new Date(Date.now() + 30_000) };
    await put("later");
    await put("1", { changed: { BOOL: true } });
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: "2" } } }));
    const begun = await begin(asked);
    assert.equal(begun.ExportStatus, "IN_PROGRESS");
    assert.equal((await begin(asked)).ExportArn, begun.ExportArn);
    await assert.rejects(begin({ ...asked, S3Prefix: "other" }), { name: "ExportConflictException" });
    const made = await ended(begun.ExportArn);
    assert.equal(made.ExportStatus, "COMPLETED", made.FailureMessage);
    assert.equal(made.ItemCount, 30);
    const id = begun.ExportArn!.split("/").at(-1);
    assert.equal(made.ExportManifest, `daily/AWSDynamoDB/${id}/manifest-summary.json`);
    const summary = JSON.parse((await read(made.ExportManifest)).toString());
    assert.deepEqual(
      [summary.itemCount, summary.tableArn, summary.outputFormat, summary.exportTime],
      [30, TableArn, "DYNAMODB_JSON", asked.ExportTime.toISOString()],
    );
    const files = (await read(summary.manifestFilesS3Key)).toString().trim().split("\n");
    const items = new Map<string, unknown>();
    for (const line of files) {
      const { dataFileS3Key, md5Checksum, itemCount } = JSON.parse(line);
      const data = await read(dataFileS3Key);
      assert.equal(createHash("md5").update(data).digest("base64"), md5Checksum);
      const lines = gunzipSync(data).toString().split("\n").filter(Boolean);
      assert.equal(lines.length, itemCount);
      for (const each of lines) items.set(JSON.parse(each).Item.id.S, JSON.parse(each).Item);
    }
    assert.equal(items.size, 30);
    for (const id of ["1", "2"])
      assert.deepEqual(items.get(id), { id: { S: id }, bytes: { B: "AAH/" }, numbers: { NS: ["1.5", "-3"] } });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: S3Bucket, Prefix: "daily/" }));
    const names = Contents.map(({ Key = "" }) => Key.slice(`daily/AWSDynamoDB/${id}/`.length));
    assert.deepEqual(
      names.filter((name) => !name.startsWith("data/")),
      ["_started", "manifest-files.json", "manifest-files.md5", "manifest-summary.json", "manifest-summary.md5"],
    );
    const { ExportSummaries } = await dynamodb.send(new ListExportsCommand({ TableArn }));
    assert.deepEqual(ExportSummaries, [
      { ExportArn: begun.ExportArn, ExportStatus: "COMPLETED", ExportType: "FULL_EXPORT" },
    ]);
  });

  test("a bucket that is not there ends it, and what is not built is refused by name", async () => {
    const { ExportArn } = await begin({ S3Bucket: "nowhere" });
    const made = await ended(ExportArn);
    assert.deepEqual([made.ExportStatus, made.FailureCode], ["FAILED", "S3NoSuchBucket"]);
    const page = await dynamodb.send(new ListExportsCommand({ MaxResults: 1 }));
    const rest = await dynamodb.send(new ListExportsCommand({ NextToken: page.NextToken }));
    assert.deepEqual(
      rest.ExportSummaries?.map((one) => one.ExportArn),
      [ExportArn],
    );
    await assert.rejects(begin({ ExportFormat: "ION" }), /does not support exports as ION/);
    await assert.rejects(begin({ ExportType: "INCREMENTAL_EXPORT" }), /does not support incremental exports/);
    await assert.rejects(begin({ ExportTime: new Date(0) }), { name: "InvalidExportTimeException" });
    await assert.rejects(begin({ TableArn: `${TableArn}-gone` }), { name: "TableNotFoundException" });
    await assert.rejects(dynamodb.send(new DescribeExportCommand({ ExportArn: `${ExportArn}0` })), {
      name: "ExportNotFoundException",
    });
  });
});
