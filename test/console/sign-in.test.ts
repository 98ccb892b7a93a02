import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Browser } from "playwright-core";
import { rootCredentialsFile } from "../../src/gateway/root-credentials.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { openConsole } from "./console-page.ts";

describe("signing in where the server enforces", { skip: skipWithoutChromium, timeout: 60_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let key: { AccessKeyId?: string; SecretAccessKey?: string };

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, rootCredentialsFile), "utf8"));
    const iam = squall.client(IAMClient, { credentials });
    await iam.send(new CreateUserCommand({ UserName: "anna" }));
    await iam.send(
      new AttachUserPolicyCommand({ UserName: "anna", PolicyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" }),
    );
    key = (await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }))).AccessKey ?? {};
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("asks for a key, refuses a wrong one in AWS's words, and shows what the user may see", async () => {
    const view = await openConsole(browser, squall.endpoint);
    const { page } = view;
    await view.open("/console/s3/buckets");
    await page.getByRole("heading", { level: 1, name: "Sign in to Squall" }).waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByLabel("Access key ID").fill(key.AccessKeyId ?? "");
    await page.getByLabel("Secret access key").fill("not the secret");
    await page.keyboard.press("Enter");
    await page.getByText("SignatureDoesNotMatch").waitFor();
    await page.getByLabel("Secret access key").fill(key.SecretAccessKey ?? "");
    await page.keyboard.press("Enter");
    await page.getByText("You don't have any buckets.").waitFor();

    const kept = String(await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })"));
    assert.ok(!kept.includes(key.SecretAccessKey ?? ""), "the user's secret is not kept");

    await view.open("/console/lambda/functions");
    await page.getByText(/AccessDeniedException/).waitFor();
    await page.getByText(/Attach a policy that allows the action/).waitFor();

    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in to Squall" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Sign in to Squall" }).waitFor();
    await view.close();
  });
});
