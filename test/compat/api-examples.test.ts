import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { askUrl } from "../support/function-urls.ts";
import { openToApis, uriOf } from "../support/rest-apis.ts";
import { startSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const example = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../examples/vending-machine/${file}`, import.meta.url)), "utf8");

test("vending machines ask what there is and pay for it: once, while there is any, and with a key", async () => {
  await using squall = await startSquall();
  const dynamodb = squall.client(DynamoDBClient);
  const TableName = "machines";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["kind", "id"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "kind", KeyType: "HASH" },
        { AttributeName: "id", KeyType: "RANGE" },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 }, { TableName });
  for (const [id, price, stock] of [
    ["cola", "150", "2"],
    ["nuts", "90", "0"],
  ] as const)
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { kind: { S: "product" }, id: { S: id }, price: { N: price }, stock: { N: stock } },
      }),
    );
  const lambda = squall.client(LambdaClient);
  await createFunction(lambda, "machines", zip({ "app.py": example("app.py") }), {
    Handler: "app.handler",
    Timeout: 20,
    Environment: { Variables: { TABLE: TableName } },
  });
  await openToApis(lambda, "machines");
  const gateway = squall.client(APIGatewayClient);
  const body = Buffer.from(example("api.json").replaceAll("FUNCTION_URI", uriOf("machines")));
  const { id: restApiId = "" } = await gateway.send(new ImportRestApiCommand({ body, failOnWarnings: true }));
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const { id: keyId, value = "" } = await gateway.send(new CreateApiKeyCommand({ name: "hall", enabled: true }));
  const { id: usagePlanId } = await gateway.send(
    new CreateUsagePlanCommand({ name: "machines", apiStages: [{ apiId: restApiId, stage: "prod" }] }),
  );
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));

  const ask = async (method: string, path: string, given?: object, key = value) => {
    const answer = await askUrl(`${squall.endpoint}/`, {
      method,
      path: `/_aws/execute-api/${restApiId}/prod${path}`,
      headers: { "content-type": "application/json", "x-api-key": key },
      ...(given && { body: JSON.stringify(given) }),
    });
    return [answer.status, JSON.parse(answer.body)];
  };
  const pay = (more: object, key?: string) =>
    ask("POST", "/payments", { key: "payment-1", machine: "hall", product: "cola", coins: 200, ...more }, key);
  assert.deepEqual(await ask("GET", "/products"), [
    200,
    [
      { id: "cola", price: 150, stock: 2 },
      { id: "nuts", price: 90, stock: 0 },
    ],
  ]);
  assert.deepEqual(await pay({}, "nobody"), [403, { message: "Forbidden" }]);
  const [refused, { message }] = await pay({ coins: "many" });
  assert.equal(refused, 400);
  assert.match(
    message,
    /instance type \(string\) does not match any allowed primitive type \(allowed: \["integer"\]\)/,
  );
  assert.deepEqual(await pay({ coins: 100 }), [402, { message: "50 more, please." }]);
  const payment = { id: "payment-1", machine: "hall", product: "cola", price: 150, change: 50 };
  assert.deepEqual(await pay({}), [201, payment]);
  assert.deepEqual(await pay({}), [200, payment], "asked again, it is the same payment");
  assert.deepEqual(await ask("GET", "/payments/payment-1"), [200, payment]);
  assert.equal((await ask("GET", "/payments/other"))[0], 404);
  // Of two that want the last one, one has it.
  const both = await Promise.all([pay({ key: "payment-2" }), pay({ key: "payment-3" })]);
  assert.deepEqual(both.map(([status]) => status).toSorted(), [201, 409]);
  assert.deepEqual(await pay({ key: "payment-4", product: "nuts" }), [409, { message: "nuts is sold out." }]);
  assert.equal((await ask("GET", "/products"))[1][0].stock, 0);
});
