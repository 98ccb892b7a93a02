import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

describe("the console's other ways", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("S3: a folder, a large upload in parts, text and its preview, tags, deletion by name", async () => {
    const { page } = view;
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "files" }));
    await view.open("/console/s3/buckets/files");
    await page.getByRole("link", { name: "Create folder" }).click();
    await page.getByLabel("Folder name").fill("texts");
    await page.getByRole("button", { name: "Create folder" }).click();
    await page.getByRole("link", { name: "texts/" }).click();
    await page.getByRole("link", { name: "Upload" }).first().click();
    const large = Buffer.alloc(17 * 1024 * 1024, "squall ");
    await page.getByTestId("add-files").setInputFiles([
      { name: "note ä+1.txt", mimeType: "text/plain", buffer: Buffer.from("A note of mine.") },
      { name: "large.bin", mimeType: "application/octet-stream", buffer: large },
    ]);
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await page.getByText("Upload succeeded").waitFor();
    const head = await s3.send(new HeadObjectCommand({ Bucket: "files", Key: "texts/large.bin" }));
    assert.equal(head.ContentLength, large.length);
    assert.match(head.ETag ?? "", /-3"$/, "large.bin came in three parts");
    const note = await s3.send(new GetObjectCommand({ Bucket: "files", Key: "texts/note ä+1.txt" }));
    assert.equal(await note.Body?.transformToString(), "A note of mine.");

    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("link", { name: "note ä+1.txt" }).click();
    await page.getByText("A note of mine.").waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    assert.equal((await download).suggestedFilename(), "note ä+1.txt");
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("permanently delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete objects" }).click();
    await page.getByText("Successfully deleted note ä+1.txt.").waitFor();
    await page.getByRole("link", { name: "large.bin" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "note ä+1.txt" }).count(), 0);
    await view.check("S3");
  });

  it("S3: notifications to a queue and a topic, and to EventBridge", async () => {
    const { page } = view;
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    const sqs = squall.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "uploads" }));
    await squall.client(SNSClient).send(new CreateTopicCommand({ Name: "uploads" }));
    const configured = () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: "files" }));
    const destination = async (kind: string) => {
      await page.getByRole("radio", { name: kind }).check();
      await page.getByRole("combobox", { name: kind }).fill("uploads");
      await page
        .getByRole("option", { name: /uploads/ })
        .last()
        .click();
    };
    await view.open("/console/s3/buckets/files/create-notification");
    await page.getByLabel("Event name").fill("to-queue");
    await page.getByLabel("Prefix - optional").fill("texts/");
    await page.getByRole("radio", { name: "SQS queue" }).check();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText(/^Choose a queue, or enter its ARN/).waitFor();
    await destination("SQS queue");
    await page.getByRole("checkbox", { name: "Let S3 send to the destination" }).uncheck();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Unable to validate the following destination configurations").waitFor();
    assert.match((await view.problems()).join(), /400/, "the browser notes the refusal, and nothing else is wrong");
    assert.equal((await configured()).QueueConfigurations, undefined);
    await page.getByRole("checkbox", { name: "Let S3 send to the destination" }).check();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText('Successfully created event notification "to-queue".').waitFor();

    await page.getByRole("link", { name: "Create event notification" }).first().click();
    await page.getByLabel("Event name").fill("to-topic");
    await page.getByLabel("Prefix - optional").fill("pictures/");
    await destination("SNS topic");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText('Successfully created event notification "to-topic".').waitFor();
    await page.getByRole("button", { name: "Edit Amazon EventBridge" }).click();
    await page.getByRole("dialog").getByRole("radio", { name: "On" }).check();
    await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Successfully edited Amazon EventBridge settings of files.").waitFor();
    const { QueueConfigurations, TopicConfigurations, EventBridgeConfiguration } = await configured();
    assert.deepEqual(
      [QueueConfigurations?.[0]?.Id, TopicConfigurations?.[0]?.Id, EventBridgeConfiguration],
      ["to-queue", "to-topic", {}],
    );
    await view.check("notifications");

    await s3.send(new PutObjectCommand({ Bucket: "files", Key: "texts/new.txt", Body: "new" }));
    // S3's test events, which have no records, come first.
    for (let key: string | undefined; key !== "texts/new.txt"; ) {
      const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
      assert.ok(message, "it arrives");
      key = JSON.parse(message.Body ?? "").Records?.[0].s3.object.key;
    }
  });

  it("S3: a bucket that is not empty is not deleted; emptied, it is", async () => {
    const { page } = view;
    await view.open("/console/s3/buckets");
    const dialog = page.getByRole("dialog");
    const act = async (action: string, typed: string, button: string) => {
      await page.getByRole("radio", { name: "Select files" }).check();
      await page.getByRole("button", { name: action, exact: true }).click();
      await dialog.getByRole("textbox").fill(typed);
      await dialog.getByRole("button", { name: button }).click();
    };
    await act("Delete", "files", "Delete bucket");
    await page.getByText("BucketNotEmpty").waitFor();
    assert.match((await view.problems()).join(), /409/, "the browser notes the refusal, and nothing else is wrong");
    await page.getByText(/Empty the bucket first/).waitFor();
    await act("Empty", "permanently delete", "Empty");
    await page.getByText('Successfully emptied bucket "files"').waitFor();
    await act("Delete", "files", "Delete bucket");
    await page.getByText('Successfully deleted bucket "files".').waitFor();
    await page.getByText("You don't have any buckets.").waitFor();
  });

  it("Lambda: a blueprint with a new role, settings, variables, and deletion", async () => {
    const { page } = view;
    const lambda = squall.client(LambdaClient);
    await view.open("/console/lambda/create/function");
    await page.getByRole("radio", { name: /Use a blueprint/ }).check();
    await choose(page, "Blueprint name", /Hello world function \(Python\)/);
    await page.getByLabel("Function name").fill("hello");
    await page.getByRole("button", { name: "Create function" }).click();
    await page.getByText("Successfully created the function hello.").waitFor();
    await page.getByText("Active", { exact: true }).waitFor();

    await view.open("/console/lambda/functions/hello/edit/basic-settings");
    await page.getByLabel("Memory (MB)").fill("64");
    await page.getByText("Memory is 128 to 10240 MB.").waitFor();
    await page.getByLabel("Memory (MB)").fill("256");
    await page.getByRole("spinbutton", { name: "Seconds" }).fill("20");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Successfully updated the function hello.").waitFor();
    await page.getByText("256 MB").waitFor();
    await page.getByText("0 min 20 sec").waitFor();

    await view.open("/console/lambda/functions/hello/edit/environment-variables");
    await page.getByRole("button", { name: "Add environment variable" }).click();
    await page.getByRole("textbox", { name: "Key" }).fill("GREETING");
    await page.getByRole("textbox", { name: "Value" }).fill("good morning");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("cell", { name: "good morning" }).waitFor();
    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "hello" }));
    assert.deepEqual(configuration.Environment?.Variables, { GREETING: "good morning" });
    assert.equal(configuration.MemorySize, 256);
    assert.match(configuration.Role ?? "", /:role\/service-role\/hello-role-[a-z0-9]{8}$/);

    await view.open("/console/lambda/functions/hello?tab=test");
    await typeCode(page, '{ "key1": "one" }');
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("Executing function: failed").waitFor();
    assert.match((await page.getByTestId("response").textContent()) ?? "", /KeyError/);

    await view.open("/console/lambda/functions/hello?tab=versions");
    await page.getByRole("button", { name: "Publish new version" }).click();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Successfully created version 1 of function hello.").waitFor();
    await page.getByRole("tab", { name: "Aliases" }).click();
    await page.getByRole("button", { name: "Create alias" }).click();
    await page.getByLabel("Alias name").fill("live");
    await page.getByRole("dialog").getByRole("button", { name: "Version" }).click();
    await page.getByRole("option", { name: "1", exact: true }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Successfully created alias live of function hello.").waitFor();
    const alias = await lambda.send(new GetAliasCommand({ FunctionName: "hello", Name: "live" }));
    assert.equal(alias.FunctionVersion, "1");

    await view.open("/console/lambda/functions");
    await page.getByRole("checkbox", { name: "Select hello" }).check();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete" });
    assert.equal(await confirm.isDisabled(), true, "nothing is deleted before it is confirmed");
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await confirm.click();
    await page.getByText("Successfully deleted function hello.").waitFor();
    assert.deepEqual((await lambda.send(new ListFunctionsCommand({}))).Functions, []);
    await view.check("Lambda");
  });

  it("CloudWatch: a log group with its retention, and lines that arrive while one looks", async () => {
    const { page } = view;
    const logs = squall.client(CloudWatchLogsClient);
    await view.open("/console/cloudwatch/create-log-group");
    await page.getByLabel("Log group name").fill("/my/program");
    await choose(page, "Retention setting", "1 week (7 days)");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "/my/program" }).waitFor();
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    assert.equal(logGroups.find(({ logGroupName }) => logGroupName === "/my/program")?.retentionInDays, 7);
    await page.getByRole("link", { name: "Start tailing" }).click();
    await page.getByText("Tailing: 0 events").waitFor();
    const stream = { logGroupName: "/my/program", logStreamName: "one" };
    await logs.send(new CreateLogStreamCommand(stream));
    await logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message: "the first line" }] }),
    );
    await page.getByRole("cell", { name: "the first line" }).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Not tailing").waitFor();
    await view.check("CloudWatch");
  });

  it("IAM: a role in three steps, its policy by JSON and in words", async () => {
    const { page } = view;
    await view.open("/console/iam/roles/create");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page
      .getByRole("textbox", { name: "Find policies" })
      .or(page.getByRole("searchbox", { name: "Find policies" }))
      .fill("AWSLambdaBasicExecutionRole");
    await page.getByRole("checkbox", { name: "Select AWSLambdaBasicExecutionRole", exact: true }).check();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.getByLabel("Role name").fill("reader");
    await page.getByRole("button", { name: "Create role" }).click();
    await page.getByText("Role reader created.").waitFor();
    await page.getByRole("link", { name: "AWSLambdaBasicExecutionRole" }).waitFor();
    await page.getByRole("button", { name: "Add permissions" }).click();
    await page.getByRole("menuitem", { name: "Create inline policy" }).click();
    await page.getByRole("textbox", { name: "Policy name" }).fill("read-pictures");
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::pictures/*" }],
    };
    await typeCode(page, JSON.stringify(document));
    await page.getByText("May use S3 GetObject on objects pictures/*.").waitFor();
    await page.getByRole("button", { name: "Create policy" }).click();
    await page.getByText("Policy read-pictures was created.").waitFor();
    const { PolicyDocument = "" } = await squall
      .client(IAMClient)
      .send(new GetRolePolicyCommand({ RoleName: "reader", PolicyName: "read-pictures" }));
    assert.deepEqual(JSON.parse(decodeURIComponent(PolicyDocument)), document);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("reader");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Successfully deleted role reader.").waitFor();
    await view.check("IAM");
  });

  it("another account and another region are other worlds", async () => {
    const { page } = view;
    await squall
      .client(S3Client, { forcePathStyle: true })
      .send(new CreateBucketCommand({ Bucket: "of-the-default-account" }));
    await view.open("/console/s3/buckets");
    await page.getByRole("link", { name: "of-the-default-account" }).waitFor();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Switch account" }).click();
    await page.getByLabel("Account ID").fill("111122223333");
    await page.getByRole("button", { name: "Switch", exact: true }).click();
    await page.getByText("You don't have any buckets.").waitFor();
    await page.getByRole("button", { name: "Account 1111-2222-3333" }).waitFor();
    await page.getByRole("button", { name: /^Region/ }).click();
    await page.getByRole("menuitem", { name: /Frankfurt/ }).click();
    await page.getByRole("button", { name: /Frankfurt, eu-central-1/ }).waitFor();
    await view.open("/");
    await page.getByText("export AWS_REGION=eu-central-1").waitFor();
    await page.getByText("export AWS_DEFAULT_REGION=eu-central-1").waitFor();
    await page.getByText("export AWS_ACCESS_KEY_ID=111122223333").waitFor();
  });

  it("finds services and pages by the search, with the keyboard alone", async () => {
    const { page } = view;
    await view.open("/");
    await page.getByRole("combobox", { name: "Search for services and features" }).fill("log groups");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^Log groups/ }).waitFor();
    await page.keyboard.press("Tab");
    assert.notEqual(await page.evaluate("document.activeElement?.tagName"), "BODY");
  });

  it("opens the first hit with Enter: a page, or what is called so", async () => {
    const fresh = await openConsole(browser, squall.endpoint);
    const { page } = fresh;
    await fresh.open("/");
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "holiday-pictures" }));
    await squall.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: "/found/by-its-name" }));
    const search = async (text: string) => {
      await page.getByRole("combobox", { name: "Search for services and features" }).fill(text);
      await page.keyboard.press("Enter");
    };
    const titled = (name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
    await search("s3");
    await titled(/^General purpose buckets|^Buckets/);
    await search("holiday");
    await titled("holiday-pictures");
    await search("BY-ITS");
    await titled("/found/by-its-name");
    await search("LabRole");
    await titled("LabRole");
    await s3.send(new CreateBucketCommand({ Bucket: "harbours" }));
    await search("harbours");
    await titled("harbours");
    await search("LabRole");
    await titled("LabRole");
    await search("nothing is called so");
    await titled("LabRole");
    await page.getByText("Nothing is called that.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Search for services and features" }).fill("pictures");
    await page.getByRole("option", { name: /holiday-pictures/ }).click();
    await titled("holiday-pictures");
    await fresh.check("the search");
    await fresh.close();
  });
});
