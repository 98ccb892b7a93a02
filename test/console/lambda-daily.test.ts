import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeSubscriptionFiltersCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import type { Browser } from "playwright-core";
import { createFunction } from "../support/create-function.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

const FunctionName = "orders";
const code = (answer: string) =>
  zip({
    "index.py": {
      content: `import lib\n\ndef handler(event, context):\n    print("said", event)\n    return lib.total(event)\n`,
      mode: 0o100644,
    },
    "lib.py": { content: `def total(event):\n    return ${answer}\n`, mode: 0o100644 },
  });

describe("what is done with functions every day", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    await createFunction(lambda, FunctionName, code("event['n'] * 2"));
    for (const n of [3, 4])
      await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify({ n })) }));
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  const path = `/console/lambda/functions/${FunctionName}`;
  const deploy = async (answer: string) => {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code(answer) }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName });
  };
  const act = async (name: string) => {
    await view.page.getByRole("button", { name: "Actions", exact: true }).click();
    await view.page.getByRole("menuitem", { name }).click();
  };
  const dialog = () => view.page.getByRole("dialog");

  it("runs an event again against today's code, side by side, and saves it", async () => {
    const { page } = view;
    await deploy("event['n'] * 100");
    await view.open(`${path}?tab=monitor`);
    await page
      .getByRole("radio", { name: /^Select / })
      .nth(1)
      .check();
    await page.getByRole("button", { name: "Replay" }).click();
    await dialog().getByTestId("Event").getByText('"n": 3').waitFor();
    await dialog().getByRole("button", { name: "Run again" }).click();
    await dialog().getByText("with another result").waitFor();
    const texts = await dialog().locator("pre").allTextContents();
    assert.deepEqual([texts[1], texts[3]], ["6", "300"]);
    for (const log of [texts[2], texts[4]])
      assert.match(log ?? "", /^START RequestId[\s\S]*said[\s\S]*REPORT RequestId/);
    await dialog().getByLabel("Name of a test event").fill("of-yesterday");
    await dialog().getByRole("button", { name: "Save as test event" }).click();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Test" }).click();
    await page.locator(".cm-content").getByText('"n"').waitFor();
    await view.check("replay");
  });

  it("publishes and makes an alias from Actions, which shares its invocations between versions", async () => {
    const { page } = view;
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    await deploy("event");
    await view.open(path);
    await act("Publish new version");
    await dialog().getByRole("button", { name: "Publish" }).click();
    await page.getByText(`Successfully created version 2 of function ${FunctionName}.`).waitFor();
    await act("Create alias");
    await dialog().getByLabel("Alias name").fill("live");
    await dialog().getByRole("button", { name: "Version", exact: false }).first().click();
    await page.getByRole("option", { name: "1", exact: true }).click();
    await dialog()
      .getByRole("button", { name: /Additional version/ })
      .click();
    await page.getByRole("option", { name: "2", exact: true }).click();
    await dialog()
      .getByLabel(/Weight of the additional version/)
      .fill("101");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("Enter a whole number from 0 to 100.").waitFor();
    await dialog()
      .getByLabel(/Weight of the additional version/)
      .fill("25");
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByText("1 (75%), 2 (25%)").waitFor();
    const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: "live" }));
    assert.deepEqual(alias.RoutingConfig?.AdditionalVersionWeights, { 2: 0.25 });
    await page.getByRole("tab", { name: "Versions" }).click();
    await page.getByRole("link", { name: "1", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Version: 1" }).waitFor();
    await page.getByRole("button", { name: "lib.py" }).click();
    await page.locator(".cm-content").getByText("* 100").waitFor();
    await page.getByText("1 (75%), 2 (25%)").waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("versions");
  });

  it("gives a template of SAM, has layers with their content, and logs as it is told", async () => {
    const { page } = view;
    await view.open(`${path}?tab=configuration&section=monitoring`);
    const download = page.waitForEvent("download");
    await act("Download AWS SAM template");
    const template = await readFile(await (await download).path(), "utf8");
    assert.match(template, /Type: "AWS::Serverless::Function"\n {4}Properties:\n {6}FunctionName: "orders"/);
    await page.getByRole("button", { name: "Edit logging configuration" }).click();
    await dialog()
      .getByRole("button", { name: /Log format/ })
      .click();
    await page.getByRole("option", { name: "JSON" }).click();
    await dialog().getByLabel("CloudWatch log group").fill("no group");
    await dialog().getByRole("button", { name: "Save changes" }).click();
    await dialog()
      .getByText(/Use 1 to 512 letters/)
      .waitFor();
    await dialog().getByLabel("CloudWatch log group").fill("/my/group");
    await dialog().getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Successfully updated the logging configuration").waitFor();
    const { LoggingConfig } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    assert.deepEqual(LoggingConfig, {
      LogFormat: "JSON",
      ApplicationLogLevel: "INFO",
      SystemLogLevel: "INFO",
      LogGroup: "/my/group",
    });
    const ZipFile = zip({ "python/tax.py": { content: "RATE = 0.19\n", mode: 0o100644 } });
    await lambda.send(new PublishLayerVersionCommand({ LayerName: "taxes", Content: { ZipFile } }));
    await view.open("/console/lambda/layers");
    await page.getByRole("link", { name: "taxes" }).click();
    await page.getByRole("button", { name: "python/tax.py" }).click();
    await page.locator(".cm-content").getByText("0.19").waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("layer");
  });

  it("is triggered by the lines of a log group", async () => {
    const { page } = view;
    const logs = squall.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/app/web" }));
    await view.open(`${path}/add/trigger`);
    await choose(page, "Select a source", /CloudWatch Logs/);
    await page.getByRole("combobox", { name: "Log group" }).fill("/app/web");
    await page
      .getByRole("option", { name: /\/app\/web/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("Enter a name without colons and stars.").waitFor();
    await page.getByLabel("Filter name").fill("errors");
    await page.getByLabel("Filter pattern - optional").fill("ERROR");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(/The trigger .* was successfully added/).waitFor();
    await page.getByText("CloudWatch Logs").first().waitFor();
    const { subscriptionFilters } = await logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName: "/app/web" }),
    );
    assert.deepEqual(
      subscriptionFilters?.map(({ filterName, filterPattern }) => [filterName, filterPattern]),
      [["errors", "ERROR"]],
    );
    await view.check("logs");
  });
});
