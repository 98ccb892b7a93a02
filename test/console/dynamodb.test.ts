import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListBackupsCommand,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateFunctionCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import type { Browser } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

const TableName = "orders";

describe("DynamoDB in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let dynamodb: DynamoDBClient;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    dynamodb = squall.client(DynamoDBClient);
  });
  after(async () => {
    await browser?.close();
    dynamodb?.destroy();
    await squall?.close();
  });

  it("creates a table with a global index and a stream", async () => {
    const { page } = view;
    await view.open("/console/dynamodb/tables");
    await page.getByRole("link", { name: "Create table" }).first().click();
    await page.getByRole("button", { name: "Create table" }).click();
    await page.getByText("Enter a name for the table, of 3 characters at least.").waitFor();
    await page.getByLabel("Table name").fill(TableName);
    await page.getByRole("textbox", { name: "Partition key" }).fill("customer");
    await page.getByRole("textbox", { name: "Sort key - optional" }).fill("at");
    await choose(page, "Type of the sort key - optional", "Number");
    await page.getByRole("button", { name: "Create global index" }).click();
    await page.getByRole("textbox", { name: "Partition key" }).last().fill("state");
    await page.getByLabel("Index name").fill("by-state");
    await choose(page, "DynamoDB stream", "New and old images");
    await page.getByRole("button", { name: "Create table" }).click();
    await page.getByText(`The ${TableName} table was created successfully.`).waitFor();
    await page.getByText("at (Number)").waitFor();
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    assert.equal(Table?.GlobalSecondaryIndexes?.[0]?.KeySchema?.[0]?.AttributeName, "state");
    assert.equal(Table?.StreamSpecification?.StreamViewType, "NEW_AND_OLD_IMAGES");
    await view.check("created");
  });

  it("items are made as a form, changed as JSON, queried, filtered, paged and deleted", async () => {
    const { page } = view;
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName });
    await view.open(`/console/dynamodb/items?table=${TableName}`);
    await page.getByRole("link", { name: "Create item" }).click();
    await page.getByLabel("customer - Partition key (String)").fill("ann");
    await page.getByLabel("at - Sort key (Number)").fill("1");
    await page.getByRole("button", { name: "Add new attribute" }).click();
    await page.getByRole("textbox", { name: "Attribute name" }).fill("state");
    await page.getByRole("textbox", { name: "Value of state" }).fill("open");
    await page.getByRole("button", { name: "Create item" }).click();
    await page.getByText("The item has been saved successfully.").waitFor();
    await page.getByRole("link", { name: "ann" }).click();
    await page.getByRole("textbox", { name: "Value of state" }).waitFor();
    await page
      .getByRole("radio", { name: "JSON view" })
      .or(page.getByRole("button", { name: "JSON view" }))
      .click();
    await typeCode(page, '{"customer":{"S":"ann"},"at":{"N":"1"},"state":{"S":"paid"},"lines":{"L":[{"B":"AAH/"}]}}');
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("The item has been saved successfully.").waitFor();
    const Key = { customer: { S: "ann" }, at: { N: "1" } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key }));
    assert.deepEqual(Item?.lines?.L?.[0]?.B, Uint8Array.from([0, 1, 255]));
    for (let at = 2; at <= 60; at++)
      await dynamodb.send(
        new PutItemCommand({ TableName, Item: { customer: { S: "bob" }, at: { N: `${at}` }, state: { S: "open" } } }),
      );
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("Items scanned: 50.").waitFor();
    await page.getByRole("button", { name: "Retrieve next page" }).click();
    await page.getByText("Items scanned: 60.").waitFor();
    await page
      .getByRole("radio", { name: "Query" })
      .or(page.getByRole("button", { name: "Query" }))
      .click();
    await page.getByLabel("customer (Partition key)").fill("bob");
    await choose(page, "Condition of the sort key", "Greater than or equal to");
    await page.getByRole("textbox", { name: "at (Sort key)" }).fill("59");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("Items scanned: 2.").waitFor();
    await page.getByText("Filters - optional").click();
    await page.getByRole("button", { name: "Add filter" }).click();
    await page.getByRole("textbox", { name: "Attribute name" }).fill("at2");
    await choose(page, "Condition of the filter", "Not exists");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("checkbox", { name: "Select bob, 60" }).check();
    await view.check("explored");
    await page.getByRole("button", { name: "Delete items" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("The items were deleted.").waitFor();
    await page.getByText("Items scanned: 1.").waitFor();
  });

  it("a statement of PartiQL is run", async () => {
    const { page } = view;
    await view.open("/console/dynamodb/partiql");
    await typeCode(page, `SELECT * FROM "${TableName}" WHERE customer = 'ann'`);
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("Completed").waitFor();
    await page.getByText("paid").waitFor();
    await view.check("partiql");
  });

  it("a backup is made, the stream's function is shown, and settings are changed", async () => {
    const { page } = view;
    await view.open(`/console/dynamodb/tables/${TableName}?tab=backups`);
    await page.getByRole("button", { name: "Create backup" }).click();
    await page.getByLabel("Backup name").fill("first");
    await page.getByRole("dialog").getByRole("button", { name: "Create backup" }).click();
    await page.getByText("AVAILABLE").waitFor();
    const { BackupSummaries } = await dynamodb.send(new ListBackupsCommand({ TableName }));
    assert.equal(BackupSummaries?.[0]?.BackupName, "first");
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("button", { name: "Turn off" }).waitFor();
    await view.check("backups");
    const lambda = squall.client(LambdaClient);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "follow",
        Runtime: "python3.13",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/LabRole",
        Code: { ZipFile: zip({ "index.py": "def handler(event, context):\n    return 1\n" }) },
      }),
    );
    await view.open("/console/lambda/functions/follow/add/trigger");
    await choose(page, "Select a source", "DynamoDB");
    await page.getByRole("combobox", { name: "DynamoDB table" }).fill(TableName);
    await page
      .getByRole("option", { name: new RegExp(TableName) })
      .last()
      .click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`The trigger ${TableName} was successfully added to function follow.`).waitFor();
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: "follow" }),
    );
    await eventually(async () => {
      const { UUID } = EventSourceMappings[0]!;
      return (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === "Enabled" || undefined;
    }, "the mapping");
    lambda.destroy();
    const streams = `/console/dynamodb/tables/${TableName}?tab=streams`;
    await page.locator(`a[href="${streams}"]`).first().waitFor();
    await view.open(streams);
    await page.getByRole("link", { name: "follow" }).waitFor();
    await view.check("streams");
    await page.getByRole("tab", { name: "Additional settings" }).click();
    await page.getByRole("button", { name: "Turn on" }).first().click();
    await page.getByLabel("TTL attribute name").fill("expires");
    await page.getByRole("dialog").getByRole("button", { name: "Turn on TTL" }).click();
    await page.getByText("expires").waitFor();
    await view.check("settings");
  });

  it("every page is accessible, and fits a telephone of 390 pixels", async () => {
    const item = encodeURIComponent('{"customer":{"S":"ann"},"at":{"N":"1"}}');
    const paths = [
      "/console/dynamodb/tables",
      "/console/dynamodb/create-table",
      ...["overview", "indexes", "backups", "streams", "settings"].map(
        (tab) => `/console/dynamodb/tables/${TableName}?tab=${tab}`,
      ),
      "/console/dynamodb/tables/there-is-none",
      `/console/dynamodb/items?table=${TableName}`,
      `/console/dynamodb/items/${TableName}/edit?key=${item}`,
      "/console/dynamodb/partiql",
      "/console/dynamodb/exports",
    ];
    const found: Record<string, string[]> = {};
    const narrow = await openConsole(browser, squall.endpoint, { width: 390 });
    for (const path of paths) {
      await narrow.open(path);
      const problems = [...(await narrow.accessibilityProblems()), ...(await narrow.problems())];
      if (problems.length > 0) found[path] = problems;
    }
    await narrow.close();
    assert.deepEqual(found, {});
  });

  it("deletes the table by its word", async () => {
    const { page } = view;
    await view.open(`/console/dynamodb/tables/${TableName}`);
    await page.getByRole("button", { name: "Delete" }).first().click();
    await page.getByRole("dialog").getByRole("textbox").fill("confirm");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(`The request to delete the table ${TableName} has been submitted.`).waitFor();
    await eventually(
      () =>
        dynamodb.send(new DescribeTableCommand({ TableName })).then(
          () => undefined,
          () => true,
        ),
      "the table is gone",
    );
  });
});
