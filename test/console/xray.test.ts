import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GetTraceSummariesCommand, XRayClient } from "@aws-sdk/client-xray";
import type { Browser } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { makePictureFlow, uploadPicture } from "../support/picture-flow.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";

describe("what happened to an event, in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;

  before(async () => {
    squall = await startSquall();
    await makePictureFlow(squall, { TracingConfig: { Mode: "Active" } });
    await uploadPicture(squall, "cat.png");
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  const node = (name: RegExp) => view.page.getByRole("button", { name });

  it("shows the way of an upload as it goes on, with what was sent at each place", async () => {
    const { page } = view;
    await view.open("/console/xray/flows");
    const row = page.getByRole("row").filter({ hasText: "DynamoDB flow-sizes" });
    await row.getByText("S3 flow-pictures → Lambda flow-reader → SQS flow-orders → Lambda flow-writer").waitFor();
    await row.getByRole("link").click();
    await node(/^flow-pictures S3 · where it began/).waitFor();
    await node(/^flow-orders SQS/).click();
    await page.getByRole("button", { name: /sqs:SendMessage/ }).click();
    await page.getByText('"MessageBody": "cat.png"').waitFor();
    await node(/^flow-reader Lambda/).click();
    await page.getByRole("button", { name: /The function ran/ }).click();
    await page.getByTestId("answer").getByText('"cat.png"').waitFor();
    assert.match((await page.getByTestId("event").textContent()) ?? "", /"eventSource": "aws:s3"/);
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("a flow");
    const small = await openConsole(browser, squall.endpoint, { width: 390, dark: true });
    await small.open(new URL(page.url()).pathname);
    await small.page.getByRole("button", { name: /^flow-sizes DynamoDB/ }).click();
    await small.page.getByText('"TableName": "flow-sizes"').waitFor();
    assert.deepEqual(await small.accessibilityProblems(), []);
    await small.check("a flow on a telephone");
    await small.close();
  });

  it("shows what failed, and says of what is not kept that it is not", async () => {
    const { page } = view;
    await uploadPicture(squall, "bad.png");
    await view.go("/console/xray/flows?by.result=Failed");
    await page.getByRole("link", { name: /^20/ }).first().click();
    await node(/^flow-writer Lambda · failed/).click();
    await page
      .getByRole("button", { name: /The function ran/ })
      .first()
      .waitFor();
    await page.getByTestId("answer").first().getByText("no picture").waitFor();
    await view.go("/console/xray/flows/1-00000000-000000000000000000000000");
    await page.getByText("This flow is not kept").waitFor();
    await view.check("a failure");
  });

  it("finds traces by filter expressions, refuses wrong ones, and shows their segments in time", async () => {
    const { page } = view;
    await eventually(async () => {
      const now = Date.now();
      const { TraceSummaries = [] } = await squall
        .client(XRayClient)
        .send(new GetTraceSummariesCommand({ StartTime: new Date(now - 600_000), EndTime: new Date(now + 1_000) }));
      return TraceSummaries.some(({ ServiceIds = [] }) => ServiceIds.some(({ Name }) => Name === "flow-writer"));
    }, "the second function's segments");
    await view.go("/console/xray/traces");
    const expression = page.getByLabel("Filter expression");
    await expression.fill("service(");
    await page.getByRole("button", { name: "Run query" }).click();
    await page
      .getByText(/Unexpected|Invalid|expected/i)
      .first()
      .waitFor();
    await view.problems();
    await expression.fill('service("flow-reader")');
    await page.getByRole("button", { name: "Run query" }).click();
    await page.waitForURL(/filter=service/);
    await page.getByRole("link", { name: /^1-/ }).first().click();
    await page
      .getByRole("list", { name: "Segments" })
      .getByRole("button", { name: /flow-reader/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "Segment details: flow-reader" }).waitFor();
    await page.getByRole("tab", { name: "Raw data" }).click();
    await page.getByText('"trace_id"').waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("a trace");
    await view.go("/console/xray/map?range=30m");
    await node(/^flow-reader Lambda · function, \d+ requests?/)
      .first()
      .click();
    await page.getByText("Average latency").waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByRole("link", { name: "View traces" }).click();
    await page.getByRole("link", { name: /^1-/ }).first().waitFor();
    await view.check("the trace map");
  });
});
