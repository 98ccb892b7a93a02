import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { eventually } from "../support/eventually.ts";
import { type Cluster, startCluster } from "./cluster.ts";

const accounts = 8;
const begun = 100;
const workers = 4;
const transfersEach = 25;

test("nodes are killed amid transactions, and while partitions are divided: each transfer is done once and whole, or not at all", async (context) => {
  const cluster = await startCluster();
  context.after(() => cluster[Symbol.asyncDispose]());
  const clients = cluster.nodes.map((_, node) => cluster.client(DynamoDBClient, node, { maxAttempts: 1 }));
  const [client] = clients as [DynamoDBClient];
  for (const TableName of ["accounts", "transfers"]) {
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  }
  for (let at = 0; at < accounts; at++)
    await client.send(
      new PutItemCommand({ TableName: "accounts", Item: { id: { S: `${at}` }, balance: { N: `${begun}` } } }),
    );
  const working = Promise.all(Array.from({ length: workers }, (_, worker) => transferAll(cluster, clients, worker)));
  // Their partitions are divided meanwhile, whichever node does it when it dies.
  for (const TableName of ["accounts", "transfers"])
    await client.send(new UpdateTableCommand({ TableName, WarmThroughput: { WriteUnitsPerSecond: 8_000 } }));
  await killAndStart(cluster, 3);
  await working;
  for (const TableName of ["accounts", "transfers"])
    await eventually(async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      return Table?.WarmThroughput?.Status === "ACTIVE" || undefined;
    }, `the partitions of ${TableName}`);

  const scan = async (TableName: string) =>
    (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
  const expected = new Map(Array.from({ length: accounts }, (_, at) => [`${at}`, begun]));
  const transfers = await scan("transfers");
  assert.equal(transfers.length, workers * transfersEach);
  for (const { from, to } of transfers) {
    expected.set(from!.S!, expected.get(from!.S!)! - 1);
    expected.set(to!.S!, expected.get(to!.S!)! + 1);
  }
  // What had been decided when a node died is done by another within seconds.
  await eventually(async () => {
    const found = await scan("accounts");
    return found.every(({ id, balance }) => Number(balance?.N) === expected.get(id!.S!)) || undefined;
  }, "the balances that the transfers make");
});

async function transferAll(cluster: Cluster, clients: readonly DynamoDBClient[], worker: number): Promise<void> {
  for (let number = 0; number < transfersEach; number++) {
    const id = `${worker}-${number}`;
    const from = `${(worker + number) % accounts}`;
    const to = `${(worker + number * 3 + 1) % accounts}`;
    if (from !== to) await transfer(cluster, clients, { id, from, to });
    else await transfer(cluster, clients, { id, from, to: `${(Number(to) + 1) % accounts}` });
  }
}

interface Transfer {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** At whichever node is up, until somebody says that it is done. Its own row tells a transfer that was done although nobody said so. */
async function transfer(
  cluster: Cluster,
  clients: readonly DynamoDBClient[],
  { id, from, to }: Transfer,
): Promise<void> {
  const add = (account: string, amount: string) => ({
    Update: {
      TableName: "accounts",
      Key: { id: { S: account } },
      UpdateExpression: "ADD balance :amount",
      ExpressionAttributeValues: { ":amount": { N: amount } },
    },
  });
  const Item = { id: { S: id }, from: { S: from }, to: { S: to } };
  const Put = { TableName: "transfers", Item, ConditionExpression: "attribute_not_exists(id)" };
  for (;;) {
    const node = cluster.nodes.indexOf(cluster.next());
    try {
      // Without a token of its own each try is another transaction: only the condition keeps the second from being done.
      await clients[node]!.send(
        new TransactWriteItemsCommand({ TransactItems: [add(from, "-1"), add(to, "1"), { Put }] }),
      );
      return;
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (reasons[2]?.Code === "ConditionalCheckFailed") return;
      await delay(50);
    }
  }
}

async function killAndStart({ nodes }: Cluster, times: number): Promise<void> {
  for (let at = 0; at < times; at++) {
    const node = nodes[at % nodes.length]!;
    await delay(300);
    await node.kill();
    await delay(500);
    await node.start();
  }
}
