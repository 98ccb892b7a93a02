import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, it } from "node:test";
import {
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  ListCodeSigningConfigsCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetBucketCorsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { fromBuffer } from "yauzl";
import { createFunction } from "../support/create-function.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

const FunctionName = "greeter";
const configuration = `/console/lambda/functions/${FunctionName}?tab=configuration&section=`;
const source = "def handler(event, context):\n    return 'hello'\n";

describe("settings of functions and buckets in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    const ZipFile = zip({
      "index.py": { content: source, mode: 0o100644 },
      "bin/tool": { content: "#!/bin/sh\n", mode: 0o100755 },
      "alias.py": { content: "index.py", mode: 0o120777 },
    });
    await createFunction(lambda, FunctionName, ZipFile);
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("a function URL that everybody may call, its CORS, and its end", async () => {
    const { page } = view;
    await view.open(`${configuration}function-url`);
    await page.getByRole("button", { name: "Create function URL" }).click();
    await page.getByRole("radio", { name: "NONE", exact: true }).check();
    await page.getByText("Anybody who can reach this server can call the function.").waitFor();
    await page.getByLabel("Configure cross-origin resource sharing (CORS)").check();
    await page.getByLabel("Allow origin").fill("https://a.example, https://b.example");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(`The function URL of ${FunctionName} was created.`).waitFor();
    await page.getByText("https://a.example, https://b.example").waitFor();
    const url = (await page.getByRole("link", { name: /lambda-url/ }).getAttribute("href")) ?? "";
    const config = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    assert.equal(url, config.FunctionUrl);
    assert.deepEqual(config.Cors?.AllowOrigins, ["https://a.example", "https://b.example"]);
    assert.equal(await ask(url), "hello");

    await page.getByRole("button", { name: "Edit function URL" }).click();
    await page.getByRole("radio", { name: "RESPONSE_STREAM", exact: true }).check();
    await page.getByLabel("Configure cross-origin resource sharing (CORS)").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(`The function URL of ${FunctionName} was updated.`).waitFor();
    await page.getByText("Not enabled").waitFor();
    const { Policy = "" } = await lambda.send(new GetPolicyCommand({ FunctionName }));
    assert.deepEqual(
      JSON.parse(Policy).Statement.map(({ Action }: { Action: string }) => Action),
      ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
      "the statements for everybody are there once",
    );

    await page.getByRole("button", { name: "Delete function URL" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(`The function URL of ${FunctionName} was deleted.`).waitFor();
    await assert.rejects(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })), {
      name: "ResourceNotFoundException",
    });
    await view.check("function URLs");
  });

  it("provisioned concurrency of a version, until it is ready, and its end", async () => {
    const { page } = view;
    await lambda.send(new PublishVersionCommand({ FunctionName }));
    await view.open(`${configuration}concurrency`);
    await page.getByText("No configurations.").waitFor();
    await page.getByRole("button", { name: "Add configuration" }).click();
    await choose(page, "Alias or version", "1");
    await page.getByRole("spinbutton", { name: "Provisioned concurrency" }).fill("2");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Ready", { exact: true }).waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    const qualified = { FunctionName, Qualifier: "1" };
    const config = await lambda.send(new GetProvisionedConcurrencyConfigCommand(qualified));
    assert.deepEqual([config.Status, config.AvailableProvisionedConcurrentExecutions], ["READY", 2]);
    await page.getByRole("radio", { name: "Select 1" }).check();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("No configurations.").waitFor();
    await view.check("provisioned concurrency");
  });

  it("a file that is edited, and one that is not, keep what kind of file they are", async () => {
    const { page } = view;
    await view.open(`/console/lambda/functions/${FunctionName}?tab=code`);
    await page.getByText("bin").first().waitFor();
    await typeCode(page, source.replace("hello", "good morning"));
    await page.getByText("Changes not deployed").waitFor();
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText(`Successfully updated the function ${FunctionName}.`).waitFor();
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const packed = Buffer.from(await (await fetch(Code?.Location ?? "")).arrayBuffer());
    assert.deepEqual(await modesOf(packed), {
      "alias.py": "120777",
      "bin/tool": "100755",
      "index.py": "100644",
    });
    await view.check("the code");
  });

  it("a bucket's CORS rules", async () => {
    const { page } = view;
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "shared" }));
    await view.open("/console/s3/buckets/shared?tab=permissions");
    await page.getByText("No configurations to display.").waitFor();
    const edit = () => page.getByRole("button", { name: "Edit cross-origin resource sharing" }).click();
    await edit();
    const rules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["https://a.example"] }];
    await typeCode(page, JSON.stringify(rules));
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Successfully edited cross-origin resource sharing (CORS) of shared.").waitFor();
    assert.deepEqual((await s3.send(new GetBucketCorsCommand({ Bucket: "shared" }))).CORSRules, rules);
    assert.deepEqual(await view.accessibilityProblems(), []);
    await edit();
    await typeCode(page, "[]");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("No configurations to display.").waitFor();
    await view.check("CORS");
  });

  it("code signing: a configuration is made, given to a function and taken from it again", async () => {
    const { page } = view;
    await view.go("/console/lambda/create/code-signing-configuration");
    const profiles = page.getByLabel("Signing profile version ARNs");
    await profiles.fill("arn:aws:s3:::bucket");
    await page.getByRole("button", { name: "Create configuration" }).click();
    await page.getByText("arn:aws:s3:::bucket is no ARN of a signing profile's version.").waitFor();
    await profiles.fill("arn:aws:signer:us-east-1:000000000000:/signing-profiles/Ours/abcdef1234");
    await page.getByRole("radio", { name: /^Enforce/ }).check();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByRole("button", { name: "Create configuration" }).click();
    await page.getByText(/Successfully created configuration csc-/).waitFor();
    const { CodeSigningConfigs: [config] = [] } = await lambda.send(new ListCodeSigningConfigsCommand({}));
    assert.equal(config?.CodeSigningPolicies?.UntrustedArtifactOnDeployment, "Enforce");
    await view.go(`${configuration}code-signing`);
    const choice = async (option: string) => {
      await page.getByRole("button", { name: "Edit code signing" }).click();
      await choose(page, "Code signing configuration", option);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText(`Successfully updated the code signing of ${FunctionName}.`).first().waitFor();
    };
    await choice(config?.CodeSigningConfigId ?? "");
    await page.getByRole("link", { name: config?.CodeSigningConfigArn ?? "" }).waitFor();
    const used = await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    assert.equal(used.CodeSigningConfigArn, config?.CodeSigningConfigArn);
    await choice("None");
    await view.go("/console/lambda/code-signing-configurations");
    await page.getByRole("checkbox", { name: /^Select csc-/ }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("delete");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText(/Successfully deleted csc-/).waitFor();
    await view.check("code signing");
  });

  it("SnapStart is refused where it cannot be, and a function of tenants is run for one", async () => {
    const { page } = view;
    await view.go(`/console/lambda/functions/${FunctionName}/edit/basic-settings`);
    await choose(page, "SnapStart", "PublishedVersions");
    await page.getByLabel("Ephemeral storage (MB)").fill("1024");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("SnapStart goes with 512 MB of ephemeral storage.").waitFor();
    await page.getByLabel("Ephemeral storage (MB)").fill("512");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/python3.11 is not supported for SnapStart enabled functions/).waitFor();
    await view.problems();
    await view.go("/console/lambda/create/function");
    await page.getByLabel("Function name").fill("by-tenant");
    await page.getByRole("button", { name: /Additional configurations/ }).click();
    await page.getByRole("checkbox", { name: "Tenant isolation mode" }).check();
    await page.getByRole("button", { name: "Create function", exact: true }).click();
    await page.getByText("Successfully created the function by-tenant").waitFor();
    await view.go("/console/lambda/functions/by-tenant?tab=test");
    await page.getByLabel("Tenant ID").fill("blue");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText(/Executing function: succeeded/).waitFor();
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: "by-tenant" }));
    assert.equal(Configuration?.TenancyConfig?.TenantIsolationMode, "PER_TENANT");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("tenants");
  });
});

/** The URL's host need not resolve here: the server is asked by its address. */
async function ask(url: string): Promise<string> {
  const { host, port } = new URL(url);
  const call = request({ host: "127.0.0.1", port, path: "/", headers: { host } }).end();
  const answer = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    call.on("response", resolve).on("error", reject);
  });
  let text = "";
  for await (const chunk of answer) text += chunk;
  return text;
}

function modesOf(packed: Buffer): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(packed, { lazyEntries: false }, (error, file) => {
      if (error) return reject(error);
      const modes: [string, string][] = [];
      file.on("entry", (entry) => modes.push([entry.fileName, (entry.externalFileAttributes >>> 16).toString(8)]));
      file.on("end", () => resolve(Object.fromEntries(modes.sort())));
      file.on("error", reject);
    });
  });
}
