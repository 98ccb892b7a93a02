import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { createFunction } from "../support/create-function.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";

const FunctionName = "orders-total";
const arn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;

describe("what the console has on every page", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;

  before(async () => {
    squall = await startSquall();
    const ZipFile = zip({ "index.py": { content: "def handler(event, context):\n    return 1\n", mode: 0o100644 } });
    await createFunction(squall.client(LambdaClient), FunctionName, ZipFile);
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  const closed = async () => {
    await view.page.keyboard.press("Escape");
    await view.page.getByRole("dialog").waitFor({ state: "detached" });
  };
  const heading = (name: string) => view.page.getByRole("heading", { level: 1, name }).waitFor();

  it("shows what was done as CLI, boto3 and Terraform", async () => {
    const { page } = view;
    await view.open("/console/s3/create");
    await page.getByLabel("Bucket name").fill("shown-as-code");
    await page.getByRole("button", { name: "Create bucket", exact: true }).click();
    await page.getByText('Successfully created bucket "shown-as-code"').waitFor();
    await page.getByRole("button", { name: "Show as CLI, boto3, Terraform" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /What was done/ }).click();
    await page.getByRole("option", { name: /CreateBucket/ }).click();
    const code = page.getByTestId("as-code");
    for (const [tab, wanted] of [
      ["AWS CLI", /^aws s3api create-bucket \\\n {2}--bucket shown-as-code/],
      ["boto3", /^s3\.create_bucket\(\n {4}Bucket="shown-as-code",/m],
      ["Terraform", /^resource "aws_s3_bucket" "shown-as-code" \{\n {2}bucket = "shown-as-code"\n/],
    ] as const) {
      await dialog.getByRole("tab", { name: tab }).click();
      assert.match((await code.textContent()) ?? "", wanted);
    }
    assert.deepEqual(await view.accessibilityProblems(), []);
    await closed();
    await view.check("as code");
  });

  it("goes and does by the palette and by keys", async () => {
    const { page } = view;
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Go to or do" }).fill(FunctionName.slice(0, 8));
    await page.getByRole("option", { name: `${FunctionName} Function` }).waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.keyboard.press("Enter");
    await heading(FunctionName);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Go to or do" }).fill("new file");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Path").waitFor();
    await closed();
    await page.locator("h1").click();
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Go to Lambda").waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await closed();
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await heading("General purpose buckets");
    await page.keyboard.press("c");
    await heading("Create bucket");
    await page.getByLabel("Bucket name").fill("gs?");
    await page
      .getByText(/Use 3 to 63|Bucket name/)
      .first()
      .waitFor();
    await heading("Create bucket");
    await view.check("keys");
  });

  it("finds by ARN, and in the labs' texts", async () => {
    const { page } = view;
    const search = page.getByRole("combobox", { name: "Search for services and features" });
    await search.fill("crontab");
    await search.fill("picture's metadata");
    await page.getByRole("option", { name: /Lab$/ }).first().waitFor();
    await search.fill(arn);
    await page.getByRole("option", { name: /By its ARN/ }).waitFor();
    await search.press("Enter");
    await heading(FunctionName);
    await view.check("search");
  });

  it("copies a row's ARN, gives tables as CSV, and remembers how they are sorted", async () => {
    const { page } = view;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await view.open("/console/lambda/functions");
    await page.getByRole("checkbox", { name: `Select ${FunctionName}` }).check();
    await page.getByRole("button", { name: "Copy ARN" }).click();
    await page.getByText(`Copied ${arn}`).waitFor();
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), arn);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Get functions as CSV" }).click();
    const csv = await readFile(await (await download).path(), "utf8");
    assert.match(
      csv,
      /^Function name,Description,Package type,Runtime,Last modified\r\norders-total,,Zip,Python 3.11,20/,
    );
    const header = page.getByRole("columnheader", { name: /Function name/ });
    // The header that is seen is the one that sticks to the top, over this one.
    await header.getByRole("button").first().dispatchEvent("click");
    const sorted = () =>
      page.locator("th[aria-sort]").filter({ hasText: "Function name" }).first().getAttribute("aria-sort");
    assert.equal(await sorted(), "ascending");
    await page.reload();
    await page.getByRole("link", { name: FunctionName }).waitFor();
    assert.equal(await sorted(), "ascending");
    const cut = await page.evaluate(
      "Math.max(...[...document.querySelectorAll('th')].map((cell) => cell.getBoundingClientRect().right)) - document.querySelector('table').parentElement.getBoundingClientRect().right",
    );
    assert.ok(Number(cut) <= 1, `the last column is cut by ${cut} pixels`);
    await view.check("table");
  });

  it("reads of a long list what it shows, and has filter and page in the address", async () => {
    const { page } = view;
    const logs = squall.client(CloudWatchLogsClient);
    const names = Array.from({ length: 120 }, (_, index) => `/long/${String(index).padStart(3, "0")}`);
    await Promise.all(names.map((logGroupName) => logs.send(new CreateLogGroupCommand({ logGroupName }))));
    let rows = 0;
    page.on("response", async (response) => {
      if (response.request().headers()["x-amz-target"]?.endsWith("DescribeLogGroups")) {
        const { logGroups = [] } = (await response.json().catch(() => ({}))) as { logGroups?: unknown[] };
        rows = Math.max(rows, logGroups.length);
      }
    });
    await view.open("/console/cloudwatch/log-groups");
    await page.getByText("(50+)").waitFor();
    assert.equal(rows, 50, "a part of the list, and no other");
    await page.getByRole("button", { name: "Next page" }).first().click();
    await page.getByText("(100+)").waitFor();
    await page.waitForURL(/[?&]page=2$/);
    await page.getByRole("link", { name: "/long/049" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "/long/049" }).waitFor();
    const search = page.getByPlaceholder("Filter log groups");
    await search.fill("/long/119");
    await page.getByRole("link", { name: "/long/119" }).waitFor();
    await page.getByText("1 match", { exact: true }).first().waitFor();
    await page.waitForURL(/\?find=%2Flong%2F119$/);
    await view.go("/console/lambda/functions?by.runtime=Python+3.11");
    await page.getByRole("link", { name: FunctionName }).waitFor();
    await page.getByRole("button", { name: /Filter by runtime.*Python 3.11/ }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "/long/119" }).waitFor();
    assert.equal(await search.inputValue(), "/long/119");
    await view.check("a long list");
  });

  it("deletes several rows after one question", async () => {
    const { page } = view;
    const sqs = squall.client(SQSClient);
    for (const QueueName of ["one", "two", "three", "four"]) await sqs.send(new CreateQueueCommand({ QueueName }));
    await view.open("/console/sqs/queues");
    for (const name of ["one", "two", "three", "four"])
      await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByText("Delete 4 queues?").waitFor();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Delete: 4 of 4 queues done.").waitFor();
    assert.deepEqual((await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [], []);
    await view.check("several");
  });
});
