import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { buildOnce, run, skipWithout, zipFolder } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** The examples that keep what they know in tables. */
let squall: TestSquall;
let lambda: LambdaClient;
let dynamodb: DynamoDBClient;
before(async () => {
  squall = await startSquall();
  lambda = squall.client(LambdaClient);
  dynamodb = squall.client(DynamoDBClient);
});
after(() => squall.close());

const source = (path: string) => readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)));

test("a shop: the stream of the orders keeps what each customer has spent", async () => {
  const arn = await table("orders", ["customer", "order"], {
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  await table("totals", ["customer", "what"]);
  await create("totals", {
    Runtime: "python3.11",
    Handler: "app.handler",
    Code: { ZipFile: zip({ "app.py": source("shop/app.py") }) },
    Environment: { Variables: { TOTALS_TABLE: "totals" } },
  });
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "totals",
      EventSourceArn: arn,
      StartingPosition: "TRIM_HORIZON",
      ParallelizationFactor: 4,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
  const order = (customer: string, id: string, price: string, count: number) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: "orders",
        Item: {
          customer: { S: customer },
          order: { S: id },
          lines: { L: [{ M: { price: { N: price }, count: { N: `${count}` } } }] },
        },
      }),
    );
  for (const at of ["1", "2", "3"]) await order("ann", at, "1.10", 2);
  await order("bob", "4", "7", 1);
  await order("ann", "3", "1.10", 5);
  await dynamodb.send(
    new DeleteItemCommand({ TableName: "orders", Key: { customer: { S: "ann" }, order: { S: "1" } } }),
  );
  // The sum may be right before all has been counted, since orders are counted side by side.
  await eventually(async () => {
    const { Count } = await dynamodb.send(
      new QueryCommand({
        TableName: "totals",
        KeyConditionExpression: "customer = :ann",
        ExpressionAttributeValues: { ":ann": { S: "ann" } },
      }),
    );
    return Count === 6 || undefined;
  }, "five changes and the total");
  await eventually(async () => {
    const { Items = [] } = await dynamodb.send(
      new ScanCommand({
        TableName: "totals",
        FilterExpression: "what = :total",
        ExpressionAttributeValues: { ":total": { S: "total" } },
      }),
    );
    const found = Items.map(({ customer, spent, orders }) => [customer?.S, spent?.N, orders?.N]).sort();
    return JSON.stringify(found) === '[["ann","7.7","2"],["bob","7","1"]]' || undefined;
  }, "the totals");
});

test("a leader board: each player's best, a game's best by its index", async () => {
  await table("scores", ["player", "game"], {
    AttributeDefinitions: [
      { AttributeName: "player", AttributeType: "S" },
      { AttributeName: "game", AttributeType: "S" },
      { AttributeName: "points", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-points",
        KeySchema: [
          { AttributeName: "game", KeyType: "HASH" },
          { AttributeName: "points", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
  await create("leader-board", {
    Runtime: "nodejs22.x",
    Handler: "app.handler",
    Code: { ZipFile: zip({ "app.mjs": source("leader-board/app.mjs") }) },
    Environment: { Variables: { SCORES_TABLE: "scores" } },
  });
  const play = (player: string, game: string, points: number) =>
    invoke("leader-board", { play: { player, game, points } });
  for (let at = 1; at <= 12; at++) await play(`player-${at}`, "chess", at * 10);
  assert.deepEqual(await play("player-3", "chess", 20), { best: false });
  assert.deepEqual(await play("player-3", "chess", 115), { best: true });
  await play("player-1", "go", 1);
  const top = await eventually(async () => {
    const found = (await invoke("leader-board", { top: "chess" })) as { player: string; points: number }[];
    return found[1]?.player === "player-3" ? found : undefined;
  }, "the board");
  assert.deepEqual(
    top.map(({ points }) => points),
    [120, 115, 110, 100, 90, 80, 70, 60, 50, 40],
  );
  assert.deepEqual(await invoke("leader-board", { top: "go" }), [{ player: "player-1", points: 1 }]);
});

const idempotent = [
  {
    name: "idempotent-python",
    runtime: "python3.11",
    skip: skipWithout("python3.11", "-m", "pip", "--version"),
    file: "app.py",
    install: (into: string) => {
      const packages = ["aws-lambda-powertools", "jmespath", "typing_extensions"];
      const options = ["-q", "--no-deps", "--no-compile", "--target", into];
      run("python3.11", ["-m", "pip", "install", ...options, ...packages], {});
    },
  },
  {
    name: "idempotent-node",
    runtime: "nodejs22.x",
    skip: skipWithout("npm", "--version"),
    file: "app.mjs",
    install: (into: string) => {
      const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", into];
      run("npm", ["install", ...options, "@aws-lambda-powertools/idempotency@2"], {});
    },
  },
] as const;

for (const { name, runtime, skip, file, install } of idempotent) {
  test(`${name}: what was paid is paid once; what failed may come again`, { skip }, async () => {
    const folder = buildOnce(name, [source(`${name}/${file}`).toString(), install.toString()], (into) => {
      install(into);
      writeFileSync(join(into, file), source(`${name}/${file}`));
    });
    await table(name, ["id"]);
    await create(name, {
      Runtime: runtime,
      Handler: "app.handler",
      Timeout: 30,
      MemorySize: 512,
      Code: { ZipFile: zipFolder(folder) },
      Environment: { Variables: { ANSWERS_TABLE: name, POWERTOOLS_SERVICE_NAME: "payments" } },
    });
    const order = `order-of-${name}`;
    const failed = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ order, fails: true }) }),
    );
    assert.equal(failed.FunctionError, "Unhandled");
    const first = await invoke(name, { order });
    assert.deepEqual(await invoke(name, { order, fails: true }), first);
    assert.notDeepEqual(await invoke(name, { order: "another" }), first);
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: name }));
    assert.deepEqual(
      Items.map(({ status }) => status?.S),
      ["COMPLETED", "COMPLETED"],
    );
  });
}

async function table(
  TableName: string,
  [hash = "", range]: readonly string[],
  more: Partial<CreateTableCommandInput> = {},
): Promise<string> {
  const names = range === undefined ? [hash] : [hash, range];
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? "HASH" : "RANGE" })),
      BillingMode: "PAY_PER_REQUEST",
      ...more,
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
  return TableDescription?.LatestStreamArn ?? "";
}

async function create(
  FunctionName: string,
  more: Omit<CreateFunctionCommandInput, "FunctionName" | "Role">,
): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role: labRole, ...more }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
}

async function invoke(FunctionName: string, event: unknown): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  assert.equal(FunctionError, undefined, text);
  return JSON.parse(text);
}
