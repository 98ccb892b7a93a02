import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  APIGatewayClient,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStageCommand,
} from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand } from "@aws-sdk/client-apigatewayv2";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import type { Browser, Page } from "playwright-core";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

const source = 'def handler(event, context):\n    return {"statusCode": 200, "body": "hello"}\n';

describe("REST and WebSocket APIs in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let page: Page;
  let rest: APIGatewayClient;
  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    page = view.page;
    rest = squall.client(APIGatewayClient);
    const lambda = squall.client(LambdaClient);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "hello",
        Runtime: "python3.11",
        Handler: "index.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "index.py": source }) },
      }),
    );
    const waiting = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    await waitUntilFunctionActiveV2(waiting, { FunctionName: "hello" });
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const dialog = () => page.getByRole("dialog");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
  const pressInDialog = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const apiId = async (name: string) => {
    const { items = [] } = await rest.send(new GetRestApisCommand({}));
    return items.find((api) => api.name === name)?.id ?? "";
  };
  const typeInto = async (editor: string, text: string) => {
    await dialog().getByRole("textbox", { name: editor }).focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
  };
  const chooseFunction = async () => {
    await page.getByRole("combobox", { name: "Lambda function" }).fill("hello");
    await page.getByRole("option", { name: /hello/ }).last().click();
  };

  it("makes the example API, and tests a method with request and answer side by side", async () => {
    await view.open("/console/apigateway/apis");
    await page.getByRole("link", { name: "Create API" }).first().click();
    await page.getByRole("link", { name: "Build REST API" }).click();
    await press("Create API");
    await page.getByText("Enter a name for the API.").waitFor();
    await page.getByRole("radio", { name: /^Import API/ }).check();
    await press("Create API");
    await page.getByText("Paste a definition, or choose a file.").waitFor();
    await page.getByRole("radio", { name: /^Example API/ }).check();
    await press("Create API");
    await page.getByText(/^Successfully created REST API PetStore/).waitFor();
    await view.check("the API");
    await page.getByRole("link", { name: "GET", exact: true }).last().click();
    await page.getByRole("heading", { name: "/pets/{petId} - GET" }).waitFor();
    await page.getByRole("tab", { name: "Test", exact: true }).click();
    await press("Test");
    await page.getByText("Enter a value for the path.").waitFor();
    await page.getByLabel("Path {petId}").fill("7");
    await press("Test");
    await page
      .getByTestId("answer")
      .getByText(/^Status 200/)
      .waitFor();
    await page.getByTestId("answer-body").getByText('"id": "7"').waitFor();
    await page
      .getByTestId("answer-log")
      .getByText(/Execution log for request/)
      .waitFor();
    await view.check("the test");
    assert.deepEqual(await view.accessibilityProblems(), []);
  });

  it("makes resources and methods, says what is wrong, and changes each part of one", async () => {
    await view.go("/console/apigateway/create-rest-api");
    await page.getByLabel("API name").fill("shop");
    await press("Create API");
    await page.getByText(/^Successfully created REST API shop/).waitFor();
    await press("Create resource");
    await dialog().getByLabel("Resource name").fill("a b");
    await dialog()
      .getByText(/^Use letters, digits and/)
      .waitFor();
    await dialog().getByLabel("Resource name").fill("hello");
    await dialog().getByRole("checkbox", { name: /^CORS/ }).check();
    await pressInDialog("Create resource");
    await page.getByText("Successfully created resource hello.").waitFor();
    await page.getByRole("link", { name: "OPTIONS" }).waitFor();
    await press("Create method");
    await pressInDialog("Create method");
    await dialog().getByText("Choose a method.").waitFor();
    await choose(page, "Method type", "GET");
    await chooseFunction();
    await pressInDialog("Create method");
    await page.getByText("Successfully created method GET in /hello.").waitFor();
    await page.getByRole("tab", { name: "Test", exact: true }).click();
    await press("Test");
    await page.getByTestId("answer-body").getByText("hello").waitFor();
    await view.check("proxy");

    await page.getByRole("tab", { name: "Integration request" }).click();
    await press("Edit");
    await choose(page, "Integration type", /^Mock/);
    await pressInDialog("Save changes");
    await page.getByText("Successfully updated the integration request.").waitFor();
    await page.getByRole("tab", { name: "Integration response" }).click();
    await page.getByRole("checkbox", { name: "Select 200" }).check();
    await press("Edit");
    await dialog().getByLabel("Template's content type").fill("application/json");
    await typeInto("Mapping template", '{"from": "a mock"}');
    await pressInDialog("Save changes");
    await page.getByText("Successfully edited integration response 200.").waitFor();
    await page.getByRole("tab", { name: "Method response" }).click();
    await press("Create response");
    await dialog().getByLabel("HTTP status code").fill("abc");
    await dialog().getByText("Enter a status of three digits.").waitFor();
    await dialog().getByLabel("HTTP status code").fill("404");
    await pressInDialog("Create response");
    await page.getByText("Successfully created the method response 404.").waitFor();
    await page.getByRole("tab", { name: "Test", exact: true }).click();
    await press("Test");
    await page.getByTestId("answer-body").getByText("a mock").waitFor();
    await view.check("mock");
    assert.deepEqual(await view.accessibilityProblems(), []);
  });

  /** A tab, its button, what is wrong at first, what is filled in, and what is told. */
  const parts = [
    [
      "authorizers",
      "Create authorizer",
      "Enter a name for the authorizer.",
      { "Authorizer name": "pass" },
      "authorizer pass",
    ],
    ["models", "Create model", "Enter a name for the model.", { "Model name": "Order" }, "model Order"],
    [
      "models",
      "Create validator",
      "Enter a name for the validator.",
      { "Validator name": "all" },
      "request validator all",
    ],
    ["documentation", "Publish documentation", "Enter a version.", { Version: "v1" }, "documentation version v1"],
  ] as const;
  for (const [tab, button, problem, values, done] of parts) {
    it(`${button} says what is wrong, and makes it`, async () => {
      await view.go(`/console/apigateway/apis/rest/${await apiId("shop")}?tab=${tab}`);
      if (tab === "documentation") {
        // A version is made of what there is.
        await press("Create documentation part");
        await typeInto("Properties", "{");
        await dialog()
          .getByText(/^This is no JSON/)
          .waitFor();
        await typeInto("Properties", '{"description": "A shop"}');
        await pressInDialog("Create documentation part");
        await page.getByText("Successfully created the documentation part.").waitFor();
      }
      await press(button);
      await pressInDialog(button);
      await dialog().getByText(problem).waitFor();
      for (const [label, value] of Object.entries(values))
        await dialog().getByLabel(label, { exact: true }).fill(value);
      if (tab === "authorizers") await chooseFunction();
      if (button === "Create validator")
        await dialog()
          .getByRole("checkbox", { name: /^Validate query string/ })
          .check();
      await pressInDialog(button);
      await page.getByText(new RegExp(`^Successfully (created|published) ${done}\\.`)).waitFor();
      await view.check(tab);
    });
  }

  it("holds a method to its authorizer, deploys, changes the stage, and exports it", async () => {
    const restApiId = await apiId("shop");
    const { items = [] } = await rest.send(new GetResourcesCommand({ restApiId }));
    const hello = items.find(({ path }) => path === "/hello")?.id;
    await view.go(`/console/apigateway/apis/rest/${restApiId}?tab=resources&resource=${hello}&method=GET`);
    await press("Edit");
    await choose(page, "Request validator", "all");
    await dialog().getByLabel("URL query strings and headers - optional").fill("nonsense");
    await dialog()
      .getByText(/^nonsense is none/)
      .waitFor();
    await dialog().getByLabel("URL query strings and headers - optional").fill("querystring.page!");
    await pressInDialog("Save changes");
    await page.getByText("Successfully updated the method request.").waitFor();
    await page.getByText("method.request.querystring.page (required)").waitFor();

    await press("Deploy API");
    await dialog().getByLabel("Stage name").fill("a stage");
    await dialog()
      .getByText(/^Use only letters, digits/)
      .waitFor();
    await dialog().getByLabel("Stage name").fill("prod");
    await pressInDialog("Deploy");
    await page.getByText("Successfully created deployment for the API.").waitFor();
    await page.getByRole("link", { name: "prod", exact: true }).click();
    await page.getByRole("heading", { name: "Stage prod" }).waitFor();
    await page.getByRole("button", { name: "Edit", exact: true }).last().click();
    await dialog().getByLabel("Rate: requests per second - optional").fill("a few");
    await dialog()
      .getByText(/^Enter a whole number/)
      .waitFor();
    await dialog().getByLabel("Rate: requests per second - optional").fill("50");
    await press("Add stage variable");
    await dialog().getByRole("textbox", { name: "Key" }).fill("colour");
    await dialog().getByRole("textbox", { name: "Value" }).fill("red");
    await pressInDialog("Save changes");
    await page.getByText("colour=red").waitFor();
    const stage = await rest.send(new GetStageCommand({ restApiId, stageName: "prod" }));
    assert.deepEqual(stage.variables, { colour: "red" });
    assert.equal(stage.methodSettings?.["*/*"]?.throttlingRateLimit, 50);
    await press("Create canary");
    await pressInDialog("Create canary");
    await page.getByText("10 %").waitFor();
    await press("Promote canary");
    await page.getByText("Successfully promoted the canary.").waitFor();
    await page.getByText("No canary").waitFor();
    const download = page.waitForEvent("download");
    await press("Stage actions");
    await page.getByRole("menuitem", { name: "Export OpenAPI 3 (JSON)" }).click();
    const exported = JSON.parse(await readFile(await (await download).path(), "utf8"));
    assert.deepEqual(Object.keys(exported.paths), ["/hello"]);
    const url = `${squall.endpoint}/_aws/execute-api/${restApiId}/prod/hello`;
    assert.equal((await fetch(url)).status, 400);
    assert.deepEqual(await (await fetch(`${url}?page=1`)).json(), { from: "a mock" });
    await view.check("stage");
    assert.deepEqual(await view.accessibilityProblems(), []);
  });

  it("makes usage plans, keys and domain names, and what belongs to them", async () => {
    const restApiId = await apiId("shop");
    await view.go("/console/apigateway/api-keys");
    await press("Create API key");
    await dialog().getByLabel("Custom key - optional").fill("short");
    await dialog().getByText("Use 20 to 128 characters.").waitFor();
    await dialog().getByLabel("Custom key - optional").fill("a-key-of-twenty-characters");
    await dialog().getByLabel("Name", { exact: true }).fill("partner");
    await pressInDialog("Create API key");
    await page.getByText("Successfully created API key partner.").waitFor();
    await page.getByRole("checkbox", { name: "Select partner" }).check();
    await press("Show key");
    await dialog().getByText("a-key-of-twenty-characters").waitFor();
    await pressInDialog("Close");
    await view.go("/console/apigateway/usage-plans");
    await press("Create usage plan");
    await pressInDialog("Create usage plan");
    await dialog().getByText("Enter a name for the usage plan.").waitFor();
    await dialog().getByLabel("Name", { exact: true }).fill("gold");
    await dialog().getByLabel("Quota: requests - optional").fill("100");
    await pressInDialog("Create usage plan");
    await page.getByRole("link", { name: "gold" }).click();
    await press("Add stage");
    await dialog().getByRole("combobox", { name: "Stage" }).fill(`${restApiId}:prod`);
    await page.keyboard.press("Escape");
    await pressInDialog("Add stage");
    await page.getByText(`Successfully added stage ${restApiId}:prod.`).waitFor();
    await page.getByRole("tab", { name: "Associated API keys" }).click();
    await press("Add API key");
    await dialog().getByRole("combobox", { name: "API key" }).fill("partner");
    await page.getByRole("option", { name: "partner" }).last().click();
    await pressInDialog("Add API key");
    await page.getByText("Successfully added the API key.").waitFor();
    await view.check("plan");

    await view.go("/console/apigateway/domain-names");
    await press("Create domain name");
    await dialog().getByLabel("Domain name", { exact: true }).fill("no name");
    await dialog()
      .getByText(/^Enter a name such as/)
      .waitFor();
    await dialog().getByLabel("Domain name", { exact: true }).fill("shop.example.com");
    await pressInDialog("Create domain name");
    await page.getByRole("link", { name: "shop.example.com" }).click();
    await press("Add mapping");
    await pressInDialog("Add mapping");
    await dialog().getByText("Choose a stage.").waitFor();
    await dialog().getByRole("combobox", { name: "API and stage" }).fill(`${restApiId}/prod`);
    await page.keyboard.press("Escape");
    await pressInDialog("Add mapping");
    await page.getByText("Successfully created the API mapping.").waitFor();
    await view.check("domain name");
  });

  it("makes a WebSocket API whose messages a function answers", async () => {
    await view.go("/console/apigateway/create-web-socket-api");
    await page.getByLabel("API name").fill("chat");
    await page.getByLabel("Route selection expression").fill("body");
    await page.getByText("It begins with $request.body.").waitFor();
    await page.getByLabel("Route selection expression").fill("$request.body.action");
    await chooseFunction();
    await page.getByLabel("Route keys - optional").fill("$default");
    await press("Create");
    await page.getByText(/^Successfully created API chat/).waitFor();
    await page.getByRole("checkbox", { name: "Select $default" }).check();
    await press("Edit");
    await dialog()
      .getByRole("checkbox", { name: /sent back to the client/ })
      .check();
    await pressInDialog("Save changes");
    await page.getByText("Successfully edited route $default.").waitFor();
    const v2 = squall.client(ApiGatewayV2Client);
    const { Items: [api] = [] } = await v2.send(new GetApisCommand({}));
    const { Items: [route] = [] } = await v2.send(new GetRoutesCommand({ ApiId: api?.ApiId }));
    assert.equal(route?.RouteResponseSelectionExpression, "$default");
    await press("Deploy");
    await pressInDialog("Deploy");
    await page.getByText("Successfully deployed the API to stage production.").waitFor();
    await page.getByRole("tab", { name: "Test", exact: true }).click();
    await press("Connect");
    const frames = page.getByRole("log", { name: "Frames" });
    await frames.getByText("Connected").waitFor();
    await press("Send");
    await frames.getByText("hello", { exact: true }).waitFor();
    await view.check("frames");
    await page.getByRole("tab", { name: "Settings" }).click();
    await press("Edit");
    await dialog().getByLabel("API name").fill("");
    await dialog().getByText("Enter a name for the API.").waitFor();
    await dialog().getByLabel("API name").fill("talk");
    await pressInDialog("Save changes");
    await page.getByRole("heading", { level: 1, name: "talk" }).waitFor();
    await view.check("settings");
  });

  it("gives a function a REST API as its trigger, whose address runs it", async () => {
    await view.go("/console/lambda/functions/hello/add/trigger");
    await choose(page, "Select a source", "API Gateway");
    await page.getByRole("radio", { name: "REST API" }).check();
    await press("Add");
    await page.getByText(/^The trigger .* was successfully added to function hello\./).waitFor();
    const id = await apiId("hello-API");
    const link = page.getByRole("link", { name: new RegExp(`/_aws/execute-api/${id}/default/hello`) });
    await page.getByRole("link", { name: "hello-API" }).first().waitFor();
    for (const details of await page.getByRole("button", { name: "Details" }).all()) await details.click();
    const href = (await link.first().getAttribute("href")) ?? "";
    assert.equal(await (await fetch(href)).text(), "hello");
    await view.check("trigger");
  });
});
