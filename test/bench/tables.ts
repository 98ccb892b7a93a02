import { type Answer, type Api, type ApiClient, connect } from "./api-client.ts";
import { launchDurable } from "./durable.ts";
import { launchDynalite } from "./dynalite.ts";
import { type Figure, percentile } from "./figure.ts";
import { measureTableFunctions } from "./table-functions.ts";

export const dynamodbApi: Api = { service: "dynamodb", target: "DynamoDB_20120810" };

const clients = 32;
const table = "bench";
const text = "x".repeat(960);
/** Items of the hash key that is queried. */
const queried = 100;

interface Measured {
  readonly puts: number;
  readonly gets: number;
  readonly queryMs: number;
  readonly scanned: number;
  /** Undefined where there are no transactions. */
  readonly transactions: number | undefined;
}

/** Items of a KB written, read, queried, scanned and written together over HTTP, on disk, beside dynalite, which keeps them in LevelDB. */
export async function measureTables(quick: boolean): Promise<Figure[]> {
  const durationMs = quick ? 1_500 : 5_000;
  const { latencies, ...ours } = await measureOurs(durationMs, quick ? 30 : 100);
  const theirs = await measureTheirs(durationMs);
  const figure = (name: string, member: keyof Measured, unit: Figure["unit"], target: number): Figure => {
    const value = ours[member] ?? 0;
    const other = theirs?.[member];
    return { name, value, unit, target, ...(other && { baseline: { name: "dynalite's", value: other } }) };
  };
  return [
    figure("DynamoDB PutItem, 1 KB, 32 clients", "puts", "/s", 4_000),
    figure("DynamoDB GetItem, 1 KB, 32 clients", "gets", "/s", 6_000),
    { ...figure("DynamoDB Query of 100 items, median", "queryMs", "ms", 3) },
    figure("DynamoDB Scan, items", "scanned", "/s", 50_000),
    figure("DynamoDB TransactWriteItems of 4, 32 clients", "transactions", "/s", 1_000),
    {
      name: "DynamoDB put to a warm function that has the record, p50",
      value: percentile(latencies, 0.5),
      unit: "ms",
      target: 10,
    },
  ];
}

async function measureOurs(
  durationMs: number,
  repetitions: number,
): Promise<Measured & { readonly latencies: readonly number[] }> {
  await using squall = await launchDurable();
  const dynamodb = connect(squall.port, dynamodbApi);
  try {
    // First, while the server has nothing else to do.
    const latencies = await measureTableFunctions(squall, dynamodb, repetitions);
    return { ...(await measure(dynamodb, durationMs, true)), latencies };
  } finally {
    dynamodb.close();
  }
}

async function measureTheirs(durationMs: number): Promise<Measured | undefined> {
  await using dynalite = await launchDynalite();
  if (!dynalite) return undefined;
  const dynamodb = connect(dynalite.port, { ...dynamodbApi, signedAt: "20260101T000000Z" });
  try {
    return await measure(dynamodb, durationMs, false);
  } finally {
    dynamodb.close();
  }
}

async function measure(dynamodb: ApiClient, durationMs: number, hasTransactions: boolean): Promise<Measured> {
  await makeTable(dynamodb);
  let next = 0;
  const keyOf = (at: number) => ({ id: { S: `item-${at}` }, at: { N: `${at}` } });
  const put = async () => {
    const at = next++;
    await dynamodb.call("PutItem", { TableName: table, Item: { ...keyOf(at), text: { S: text } } });
  };
  // A database grows by steps, the smaller ones first.
  await rate(durationMs, put);
  const puts = await rate(durationMs, put);
  let read = 0;
  const gets = await rate(durationMs, async () => {
    await dynamodb.call("GetItem", { TableName: table, Key: keyOf(read++ % next) });
  });
  for (let at = 0; at < queried; at++)
    await dynamodb.call("PutItem", {
      TableName: table,
      Item: { id: { S: "many" }, at: { N: `${at}` }, text: { S: text } },
    });
  const queryMs = await medianMs(durationMs / 2, async () => {
    await dynamodb.call("Query", {
      TableName: table,
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: "many" } },
    });
  });
  const scanned = await scanRate(dynamodb, durationMs);
  let written = 0;
  const transactions = hasTransactions
    ? await rate(durationMs, async () => {
        const first = written;
        written += 4;
        const TransactItems = Array.from({ length: 4 }, (_, at) => ({
          Put: { TableName: table, Item: { ...keyOf(first + at), text: { S: "together" } } },
        }));
        await dynamodb.call("TransactWriteItems", { TransactItems, ClientRequestToken: `token-${first}` });
      })
    : undefined;
  return { puts, gets, queryMs, scanned, transactions };
}

export async function makeTable(dynamodb: ApiClient, TableName = table): Promise<void> {
  await dynamodb.call("CreateTable", {
    TableName,
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "at", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "id", KeyType: "HASH" },
      { AttributeName: "at", KeyType: "RANGE" },
    ],
    BillingMode: "PAY_PER_REQUEST",
  });
  for (;;) {
    const { Table } = (await dynamodb.call("DescribeTable", { TableName })) as { Table?: Answer };
    if (Table?.TableStatus === "ACTIVE") return;
  }
}

/** Calls a second of all clients together. */
export async function rate(durationMs: number, call: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - startedMs < durationMs) {
      await call();
      count++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return count / ((performance.now() - startedMs) / 1000);
}

export async function medianMs(durationMs: number, call: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  const times: number[] = [];
  while (performance.now() - startedMs < durationMs) {
    const beganMs = performance.now();
    await call();
    times.push(performance.now() - beganMs);
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

/** Items a second that a reader of the whole table looks at, who counts those of a kind. */
export async function scanRate(dynamodb: ApiClient, durationMs: number, TableName = table): Promise<number> {
  const startedMs = performance.now();
  let items = 0;
  let ExclusiveStartKey: unknown;
  do {
    const page = await dynamodb.call("Scan", {
      TableName,
      FilterExpression: "attribute_not_exists(lacking)",
      Select: "COUNT",
      ExclusiveStartKey,
    });
    items += page.ScannedCount as number;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (performance.now() - startedMs < durationMs);
  return items / ((performance.now() - startedMs) / 1000);
}
