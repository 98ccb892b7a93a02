import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Page } from "playwright-core";
import { launchChromium, skipWithoutChromium } from "../console/chromium.ts";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { allowInvokeByApis } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const folder = new URL("../../examples/shared-notes/", import.meta.url);

/** As the example's page says. Gives the API's address. */
async function deploy(squall: TestSquall): Promise<string> {
  const lambda = squall.client(LambdaClient);
  await squall.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: "notes",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "kind", AttributeType: "S" },
        { AttributeName: "id", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "kind", KeyType: "HASH" },
        { AttributeName: "id", KeyType: "RANGE" },
      ],
    }),
  );
  await createFunction(lambda, "shared-notes", zip({ "app.py": readFileSync(new URL("app.py", folder)) }), {
    Handler: "app.handler",
    MemorySize: 512,
    Timeout: 20,
    Environment: { Variables: { TABLE: "notes" } },
  });
  await allowInvokeByApis(lambda, "shared-notes");
  const gateway = squall.client(ApiGatewayV2Client);
  const { ApiId = "", ApiEndpoint } = await gateway.send(
    new CreateApiCommand({
      Name: "shared-notes",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const { IntegrationId } = await gateway.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: "arn:aws:lambda:us-east-1:000000000000:function:shared-notes",
    }),
  );
  const Target = `integrations/${IntegrationId}`;
  for (const RouteKey of ["$connect", "$disconnect", "edit"])
    await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, Target }));
  const { RouteId } = await gateway.send(
    new CreateRouteCommand({ ApiId, RouteKey: "join", Target, RouteResponseSelectionExpression: "$default" }),
  );
  await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  return `${ApiEndpoint}/dev`;
}

test("two browsers write one text at the same time, and see the same", {
  skip: skipWithoutChromium,
}, async (context) => {
  const squall = await startSquall();
  const page = readFileSync(new URL("index.html", folder));
  const pages = createServer((_request, response) => response.setHeader("content-type", "text/html").end(page));
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const browser = await launchChromium();
  context.after(async () => {
    await browser.close();
    pages.close();
    pages.closeAllConnections();
    await squall.close();
  });
  const url = await deploy(squall);
  const open = async (): Promise<Page> => {
    const opened = await browser.newPage();
    await opened.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/?${url}`);
    await opened.locator("#text:enabled").waitFor();
    return opened;
  };
  const textOf = (of: Page) => of.locator("#text").inputValue();
  const ada = await open();
  const ben = await open();
  const reaches = (of: Page, text: string) =>
    eventually(async () => ((await textOf(of)) === text ? text : undefined), `"${text}" in a browser`);
  await ada.locator("#text").fill("Once upon a time");
  await reaches(ben, "Once upon a time");
  const atStart = ada
    .locator("#text")
    .press("Control+Home")
    .then(() => ada.keyboard.type("A: "));
  const atEnd = ben
    .locator("#text")
    .press("Control+End")
    .then(() => ben.keyboard.type(", B"));
  await Promise.all([atStart, atEnd]);
  await reaches(ada, "A: Once upon a time, B");
  await reaches(ben, "A: Once upon a time, B");
  await ben.locator("#text").fill("A: a time, B");
  await reaches(ada, "A: a time, B");
  const cid = await open();
  assert.equal(await textOf(cid), "A: a time, B");
});
