import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";

const TableName = "readings";

test("kill -9 while a table's partitions are divided: what was acknowledged is there, once, and the division goes on", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-divided-"));
  const launch = () => launchSquall(["--data-dir", join(directory, "data")]);
  let squall = await launch();
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const connect = () => new DynamoDBClient({ ...clientOptions(squall.endpoint), maxAttempts: 1 });
  let client = connect();
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  const acknowledged = new Map<string, number>();
  const put = async (id: string, round: number) => {
    await client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, round: { N: `${round}` } } }));
    acknowledged.set(id, round);
  };
  for (let at = 0; at < 400; at += 40)
    await Promise.all(Array.from({ length: 40 }, (_, one) => put(`item-${at + one}`, 0)));
  // Each time it asks for more than it was given before.
  for (const [round, afterMs] of [160, 240, 400].entries()) {
    const WarmThroughput = { WriteUnitsPerSecond: 6_000 + 2_000 * round };
    await client.send(new UpdateTableCommand({ TableName, WarmThroughput }));
    const isKilled = new AbortController();
    const writing = Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (let at = lane; !isKilled.signal.aborted; at += 4)
          await put(`item-${at % 400}`, round + 1).catch((error) => {
            if (!isKilled.signal.aborted) throw error;
          });
      }),
    );
    await delay(afterMs);
    isKilled.abort();
    await squall.stop("SIGKILL");
    await writing;
    client.destroy();
    squall = await launch();
    client = connect();
  }
  await eventually(async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.WarmThroughput?.Status === "ACTIVE" || undefined;
  }, "the partitions of a table for ten thousand writes a second");
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  assert.equal(Items.length, 400);
  for (const { id, round } of Items) {
    const least = acknowledged.get(id!.S!)!;
    // One that was under way when the server died may have been done.
    assert.ok(Number(round!.N) >= least, `${id!.S} has ${round!.N}, and ${least} was acknowledged`);
  }
  for (let at = 0; at < 40; at++) await put(`item-${at}`, 9);
  client.destroy();
});
