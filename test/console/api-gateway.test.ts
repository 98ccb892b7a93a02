import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  ApiGatewayV2Client,
  DeleteApiCommand,
  DeleteRouteCommand,
  GetApisCommand,
  GetRoutesCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  CreateFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import type { Browser } from "playwright-core";
import { askUrl } from "../support/function-urls.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { createWitnessApi } from "../support/web-socket-api.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

const name = "hello";
const source = 'def handler(event, context):\n    return {"statusCode": 200, "body": event["routeKey"]}\n';

describe("APIs in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let lambda: LambdaClient;
  let gateway: ApiGatewayV2Client;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    lambda = squall.client(LambdaClient);
    gateway = squall.client(ApiGatewayV2Client);
    const Code = { ZipFile: zip({ "index.py": source }) };
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "python3.11",
        Handler: "index.handler",
        Role: labRole,
        Code,
      }),
    );
    const waiting = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    await waitUntilFunctionActiveV2(waiting, { FunctionName: name });
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("gives a function an API as its trigger, whose address runs it", async () => {
    const { page } = view;
    await view.open(`/console/lambda/functions/${name}/add/trigger`);
    await choose(page, "Select a source", "API Gateway");
    await page.getByRole("radio", { name: "Create a new API" }).check();
    await view.check("the form");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(/^The trigger .* was successfully added to function hello\./).waitFor();
    await page.getByRole("link", { name: "hello-API" }).waitFor();
    const { Items: [api] = [] } = await gateway.send(new GetApisCommand({}));
    const { status, body } = await askUrl(api?.ApiEndpoint ?? "", { path: "/default/hello" });
    assert.deepEqual([status, body], [200, "ANY /hello"]);
    await page.getByRole("button", { name: "Details" }).first().click();
    await page.getByText(`${api?.ApiEndpoint}/default/hello`, { exact: true }).waitFor();
    await view.check("the trigger");
    await page.getByRole("link", { name: "hello-API" }).click();
    await page.getByRole("heading", { level: 1, name: "hello-API" }).waitFor();
    await page.getByText("ANY /hello", { exact: true }).waitFor();
    await view.check("the API");
  });

  it("adds a route, says what is wrong with one, and shows where stages are reached", async () => {
    const { page } = view;
    await page.getByRole("button", { name: "Create route" }).first().click();
    const dialog = page.getByRole("dialog");
    await page.getByRole("textbox", { name: "Path" }).fill("/pets/{id}x");
    await page.getByText(/is no variable/).waitFor();
    await page.getByRole("textbox", { name: "Path" }).fill("/pets/{id}");
    await page.getByRole("combobox", { name: "Lambda function" }).fill(name);
    await page.getByRole("option", { name: /hello/ }).last().click();
    await dialog.getByRole("button", { name: "Create route", exact: true }).click();
    await page.getByText("Successfully created route GET /pets/{id}.").waitFor();
    await page.getByText("GET /pets/{id}", { exact: true }).waitFor();
    const { Items: [api] = [] } = await gateway.send(new GetApisCommand({}));
    const { body } = await askUrl(api?.ApiEndpoint ?? "", { path: "/default/pets/7" });
    assert.equal(body, "GET /pets/{id}");
    await page.getByRole("tab", { name: "Stages" }).click();
    await page.getByRole("link", { name: /\/default/ }).waitFor();
    await view.check("stages");
    assert.deepEqual(await view.accessibilityProblems(), []);
  });

  it("takes the trigger away with its route, and deletes the API", async () => {
    const { page } = view;
    await view.open(`/console/lambda/functions/${name}?tab=configuration&section=triggers`);
    await page.getByRole("button", { name: "Delete trigger hello-API" }).first().click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(/was successfully deleted from function/).waitFor();
    const { Items: [api] = [] } = await gateway.send(new GetApisCommand({}));
    const { Items: routes = [] } = await gateway.send(new GetRoutesCommand({ ApiId: api?.ApiId }));
    assert.equal(routes.length, 1);
    assert.equal((await lambda.send(new GetPolicyCommand({ FunctionName: name }))).Policy?.match(/"Sid"/g)?.length, 1);
    await view.open("/console/apigateway/apis");
    await page.getByRole("checkbox", { name: "Select hello-API" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Successfully deleted API hello-API.").waitFor();
    await view.check("no APIs");
  });

  it("connects to a WebSocket API and shows what is sent and what comes", async () => {
    const ApiId = await createWitnessApi(gateway, "http://127.0.0.1:9");
    const { Items: routes = [] } = await gateway.send(new GetRoutesCommand({ ApiId }));
    for (const { RouteId, RouteKey } of routes)
      if (RouteKey !== "who") await gateway.send(new DeleteRouteCommand({ ApiId, RouteId }));
    const { page } = view;
    await view.open(`/console/apigateway/apis/${ApiId}?tab=test`);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    const frames = page.getByRole("log", { name: "Frames" });
    await frames.getByText("Connected").waitFor();
    await page.getByLabel("Message").fill('{"action": "who"}');
    await page.getByRole("button", { name: "Send" }).click();
    await frames.getByText(/"connectionId"/).waitFor();
    await view.check("the test client");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await frames.getByText("Disconnected: 1000").waitFor();
    await gateway.send(new DeleteApiCommand({ ApiId }));
  });

  it("makes an API by its own form, on a phone, too", async () => {
    const phone = await openConsole(browser, squall.endpoint, { width: 390 });
    const { page } = phone;
    await phone.open("/console/apigateway/create-http-api");
    await page.getByLabel("API name").fill("shop");
    await phone.check("the form");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText(/^Successfully created API shop/).waitFor();
    await page.getByText("No routes: every request is answered with Not Found.").waitFor();
    await phone.check("the API");
    await phone.close();
  });
});
