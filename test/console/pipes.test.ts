import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { DescribePipeCommand, ListPipesCommand, PipesClient } from "@aws-sdk/client-pipes";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

describe("EventBridge Pipes in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let sqs: SQSClient;
  let pipes: PipesClient;
  let source: string;
  let target: string;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    sqs = squall.client(SQSClient);
    pipes = squall.client(PipesClient);
    const create = async (QueueName: string) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? "";
    source = await create("orders");
    target = await create("large-orders");
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const chooseQueue = async (field: string, queue: string) => {
    await view.page.getByRole("combobox", { name: field, exact: true }).fill(queue);
    await view.page
      .getByRole("option", { name: new RegExp(`:${queue}$`) })
      .last()
      .click();
  };

  it("creates a pipe with a filter and a role of its own, through which what matches goes", async () => {
    const { page } = view;
    await view.open("/console/events/pipes");
    await page.getByRole("link", { name: "Create pipe" }).first().click();
    await page.getByRole("button", { name: "Create pipe" }).click();
    await page.getByText(/^Enter a name of up to 64 letters/).waitFor();
    await page.getByLabel("Pipe name").fill("large");
    await chooseQueue("SQS queue", "orders");
    await page.getByLabel("Batch size").fill("20");
    await page.getByText("More than 10 need a batch window of at least 1 second.").waitFor();
    await page.getByLabel("Batch size").fill("1");
    await page.getByRole("button", { name: "Add filter criteria" }).click();
    await page.getByLabel("Filter criteria 1").fill('{ "body": { "price": [{ "numeric": [">", 100] }] } }');
    await choose(page, "Target service", "SQS queue");
    await chooseQueue("Target", "large-orders");
    await page.getByLabel("Target input transformer - optional").fill('{"paid": <$.body.price>}');
    await view.check("the form");
    await page.getByRole("button", { name: "Create pipe" }).click();
    await page.getByText("Pipe large is being created.").waitFor();
    await page.getByText("Running", { exact: true }).waitFor();
    await view.check("the pipe");

    for (const price of [12, 120])
      await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: JSON.stringify({ price }) }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: target, WaitTimeSeconds: 10 }));
    assert.deepEqual(
      Messages.map(({ Body = "" }) => JSON.parse(Body)),
      [{ paid: 120 }],
    );
    const iam = squall.client(IAMClient);
    const { RoleArn = "" } = await pipes.send(new DescribePipeCommand({ Name: "large" }));
    const RoleName = RoleArn.split("/").at(-1);
    const { PolicyNames: [PolicyName] = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    assert.match(decodeURIComponent(PolicyDocument), /sqs:ReceiveMessage.*:orders".*sqs:SendMessage.*:large-orders"/);
  });

  it("edits a pipe, stops it, and deletes it", async () => {
    const { page } = view;
    await view.open("/console/events/pipes/large");
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("Description - optional").fill("Only what costs much.");
    await page.getByRole("button", { name: "Remove filter 1" }).click();
    await page.getByRole("button", { name: "Update pipe" }).click();
    await page.getByText("Pipe large is being updated.").waitFor();
    await page.getByText("Only what costs much.").waitFor();
    await page.getByText("Running", { exact: true }).waitFor();
    const changed = await pipes.send(new DescribePipeCommand({ Name: "large" }));
    assert.deepEqual(changed.SourceParameters?.FilterCriteria?.Filters ?? [], []);
    assert.equal(changed.TargetParameters?.InputTemplate, '{"paid": <$.body.price>}');
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped", { exact: true }).waitFor();
    await view.check("the stopped pipe");

    await view.open("/console/events/pipes");
    await page.getByRole("radio", { name: "Select large" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Pipe large is being deleted.").waitFor();
    await page.getByText("No pipes.").waitFor();
    assert.deepEqual((await pipes.send(new ListPipesCommand({}))).Pipes, []);
    await view.check("the pipe's end");
  });
});
