import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateGroupCommand, CreatePolicyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { fillApis } from "./fill-apis.ts";
import { eventPages, fillEvents } from "./fill-events.ts";
import { fillIam, iamPages } from "./fill-iam.ts";
import { fillIot, iotPages } from "./fill-iot.ts";
import { fillWatch, watchPages } from "./fill-watch.ts";

const fn = "/console/lambda/functions/lab";
const group = `/console/cloudwatch/log-groups/${encodeURIComponent("/aws/lambda/lab")}`;

/** Every page of the console, with something on it. */
const pages = [
  "/",
  "/console/lambda/functions",
  "/console/lambda/create/function",
  "/console/lambda/layers",
  "/console/lambda/code-signing-configurations",
  "/console/lambda/create/code-signing-configuration",
  "/console/lambda/create/layer",
  fn,
  ...["test", "monitor", "aliases", "versions"].map((tab) => `${fn}?tab=${tab}`),
  `${fn}/versions/1`,
  "/console/lambda/layers/tools",
  ...[
    "general",
    "triggers",
    "permissions",
    "destinations",
    "function-url",
    "environment",
    "tags",
    "concurrency",
    "monitoring",
    "code-signing",
    "async",
  ].map((section) => `${fn}?tab=configuration&section=${section}`),
  ...[
    "basic-settings",
    "environment-variables",
    "runtime-settings",
    "tags",
    "add-permissions",
    "concurrency",
    "async-settings",
  ].map((form) => `${fn}/edit/${form}`),
  `${fn}/add/trigger`,
  `${fn}/add/destination`,
  "/console/lambda/functions/there-is-none",
  "/console/s3/buckets",
  "/console/s3/create",
  "/console/s3/buckets/pictures",
  "/console/s3/buckets/pictures?prefix=folder/",
  "/console/s3/buckets/pictures?tab=properties",
  "/console/s3/buckets/pictures?tab=permissions",
  "/console/s3/buckets/pictures?tab=metrics",
  "/console/s3/buckets/pictures?tab=management",
  "/console/s3/buckets/pictures/create-folder",
  "/console/s3/buckets/pictures/create-notification",
  "/console/s3/upload/pictures",
  "/console/s3/object/pictures?prefix=logo.png",
  "/console/s3/object/pictures?prefix=folder/notes.txt",
  ...["flows", "flows/1-00000000-000000000000000000000000", "map", "traces", "settings"].map(
    (page) => `/console/xray/${page}`,
  ),
  "/console/xray/traces/1-00000000-000000000000000000000000",
  "/console/cloudwatch/log-groups",
  "/console/cloudwatch/create-log-group",
  group,
  `${group}/log-events`,
  `${group}/live-tail`,
  "/console/cloudwatch/live-tail",
  "/console/cloudwatch/logs-insights",
  "/console/cloudwatch/metrics",
  "/console/cloudwatch/alarms",
  "/console/iam/roles",
  "/console/iam/roles/create",
  "/console/iam/roles/LabRole",
  "/console/iam/policies",
  "/console/iam/policies/create",
  `/console/iam/policies/${encodeURIComponent("arn:aws:iam::000000000000:policy/readers")}`,
  "/console/iam/users",
  "/console/iam/users/create",
  "/console/iam/users/anna",
  "/console/iam/groups",
  "/console/iam/groups/create",
  "/console/iam/groups/students",
  "/console/servers/nodes",
  "/console/labs",
  "/console/labs/stopinator",
  "/console/labs/there-is-none",
  ...watchPages,
  ...iamPages,
  ...eventPages,
  ...iotPages,
  "/console/there-is-no-such-page",
];

/** Those with colours of our own; the others have only Cloudscape's. */
const darkPages = new Set([
  "/",
  fn,
  `${fn}?tab=test`,
  `${fn}?tab=configuration&section=permissions`,
  "/console/s3/upload/pictures",
  "/console/s3/object/pictures?prefix=logo.png",
  `${group}/log-events`,
  "/console/iam/roles/LabRole",
  "/console/cloudwatch/metrics",
]);

describe("every page of the console", { skip: skipWithoutChromium, timeout: 900_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let all: readonly string[];

  before(async () => {
    squall = await startSquall();
    await fill(squall);
    await fillEvents(squall);
    await fillIot(squall);
    await fillWatch(squall);
    await fillIam(squall);
    all = [...pages, ...(await fillApis(squall))];
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("has no errors, and is accessible in light and in dark mode", async () => {
    const found: Record<string, string[]> = {};
    const view = await openConsole(browser, squall.endpoint);
    await view.open("/");
    for (const path of all) {
      await view.page.emulateMedia({ colorScheme: "light" });
      await view.go(path);
      const light = await view.accessibilityProblems();
      const dark = darkPages.has(path) ? await inDark(view) : [];
      const problems = [...light, ...dark.map((problem) => `dark: ${problem}`), ...(await view.problems())];
      if (problems.length > 0) found[path] = problems;
    }
    await view.close();
    assert.deepEqual(found, {});
  });

  it("fits a telephone of 390 pixels", async () => {
    const found: Record<string, string[]> = {};
    const view = await openConsole(browser, squall.endpoint, { width: 390 });
    for (const path of all) {
      await view.open(path);
      const problems = await view.problems();
      if (problems.length > 0) found[path] = problems;
    }
    await view.close();
    assert.deepEqual(found, {});
  });
});

async function inDark(view: ConsolePage): Promise<string[]> {
  await view.page.emulateMedia({ colorScheme: "dark" });
  return view.accessibilityProblems(["color-contrast"]);
}

async function fill(squall: TestSquall): Promise<void> {
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const lambda = squall.client(LambdaClient);
  const iam = squall.client(IAMClient);
  await s3.send(new CreateBucketCommand({ Bucket: "pictures" }));
  await s3.send(
    new PutObjectCommand({ Bucket: "pictures", Key: "logo.png", Body: labFiles.picture(), ContentType: "image/png" }),
  );
  await s3.send(
    new PutObjectCommand({ Bucket: "pictures", Key: "folder/notes.txt", Body: "a note", ContentType: "text/plain" }),
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "lab",
      Runtime: "python3.11",
      Handler: "lambda_function.lambda_handler",
      Role: labRole,
      Code: { ZipFile: labFiles.pythonZip() },
      Environment: { Variables: { BUCKET: "pictures" } },
      Tags: { lab: "1" },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName: "lab" },
  );
  await lambda.send(new InvokeCommand({ FunctionName: "lab", Payload: labFiles.testEvent("pictures", "logo.png") }));
  await lambda.send(new PublishVersionCommand({ FunctionName: "lab" }));
  await lambda.send(new PublishLayerVersionCommand({ LayerName: "tools", Content: { ZipFile: labFiles.pythonZip() } }));
  await squall.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: "/another/group" }));
  await iam.send(new CreateUserCommand({ UserName: "anna" }));
  await iam.send(new CreateGroupCommand({ GroupName: "students" }));
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: "readers",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
      }),
    }),
  );
}
