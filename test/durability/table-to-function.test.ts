import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

/** Writes down what it was given of each item, in another table. */
const source = `
import boto3

dynamodb = boto3.client("dynamodb")

def handler(event, context):
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        dynamodb.update_item(
            TableName="told",
            Key={"id": image["id"]},
            UpdateExpression="SET told = list_append(if_not_exists(told, :none), :one)",
            ExpressionAttributeValues={":none": {"L": []}, ":one": {"L": [image["n"]]}},
        )
`;
const keys = ["a", "b", "c"];
const writes = 40;

test("a function that follows a table has every change of each item in order, over kill -9", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-table-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const client = () => new DynamoDBClient(clientOptions(squall.endpoint));
  const create = (TableName: string, more: object) =>
    client().send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
        ...more,
      }),
    );
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } as const;
  const { TableDescription } = await create("changed", { StreamSpecification });
  await create("told", {});
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  await createFunction(lambda, "follows", zip({ "index.py": source }), { Timeout: 30 });
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "follows",
      EventSourceArn: TableDescription?.LatestStreamArn,
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 3,
      ParallelizationFactor: 2,
    }),
  );
  const put = (id: string, n: number) =>
    client().send(new PutItemCommand({ TableName: "changed", Item: { id: { S: id }, n: { N: String(n) } } }));
  const told = async (id: string) => {
    const { Item } = await client().send(new GetItemCommand({ TableName: "told", Key: { id: { S: id } } }));
    return (Item?.told?.L ?? []).map(({ N }) => Number(N));
  };
  const acknowledged = new Map<string, number>();
  const writing = Promise.all(
    keys.map(async (id) => {
      for (let n = 0; n < writes; n++) {
        await put(id, n);
        acknowledged.set(id, n);
      }
    }),
  );
  writing.catch(() => {});
  await eventually(async () => ((await told("a")).length > 0 ? true : undefined), "a first change to be told");
  await squall.stop("SIGKILL");
  await writing.catch(() => {});
  squall = await launchSquall(flags);
  for (const id of keys) {
    const last = acknowledged.get(id) ?? -1;
    const all = await eventually(
      async () => {
        const numbers = await told(id);
        return numbers.includes(last) ? numbers : undefined;
      },
      `${last} of ${id} to be told`,
      60_000,
    );
    // What was at work is repeated from some point on, and goes on in order: none is left out.
    for (let at = 0; at < all.length; at++)
      assert.ok(all[at]! <= (at === 0 ? 0 : all[at - 1]! + 1), `${id}: ${all.join(" ")}`);
    assert.ok(new Set(all).size > last, `${id}: ${all.join(" ")}`);
  }
});
