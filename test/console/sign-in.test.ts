import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import type { Browser, Page } from "playwright-core";
import { rootCredentialsFile } from "../../src/gateway/root-credentials.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { openConsole } from "./console-page.ts";

const password = "Blue-Sky-42";

describe("signing in where the server enforces", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let root: { accessKeyId: string; secretAccessKey: string };
  let key: { AccessKeyId?: string; SecretAccessKey?: string };

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, rootCredentialsFile), "utf8"));
    const iam = squall.client(IAMClient, { credentials: root });
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: "school" }));
    for (const UserName of ["anna", "otto"]) {
      const allow = (name: string) =>
        iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: `arn:aws:iam::aws:policy/${name}` }));
      await iam.send(new CreateUserCommand({ UserName }));
      await allow("AmazonS3FullAccess");
      await allow("IAMUserChangePassword");
      await iam.send(
        new CreateLoginProfileCommand({ UserName, Password: password, PasswordResetRequired: UserName === "otto" }),
      );
    }
    key = (await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }))).AccessKey ?? {};
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("by access key: refuses a wrong one in AWS's words, and shows what the user may see", async () => {
    const view = await openConsole(browser, squall.endpoint);
    const { page } = view;
    await view.open("/console/s3/buckets");
    await signInPage(page);
    await page.getByLabel("Access key", { exact: true }).check();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByLabel("Access key ID").fill(key.AccessKeyId ?? "");
    await page.getByLabel("Secret access key").fill("not the secret");
    await page.keyboard.press("Enter");
    await page.getByText("SignatureDoesNotMatch").waitFor();
    await page.getByLabel("Secret access key").fill(key.SecretAccessKey ?? "");
    await page.keyboard.press("Enter");
    await page.getByText("You don't have any buckets.").waitFor();
    assert.ok(!(await kept(page)).includes(key.SecretAccessKey ?? ""), "the user's secret is not kept");

    await view.open("/console/lambda/functions");
    await page.getByText(/AccessDeniedException/).waitFor();
    await page.getByText(/Attach a policy that allows the action/).waitFor();

    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signInPage(page);
    await page.reload();
    await signInPage(page);
    assert.equal(await page.getByText("Your session has ended").count(), 0, "a user who signed out knows");
    await view.close();
  });

  it("by user name and password, until the session ends", async () => {
    const view = await openConsole(browser, squall.endpoint);
    const { page } = view;
    await page.clock.install();
    await view.open("/console/s3/buckets?account=school");
    await signInPage(page);
    assert.deepEqual(await view.accessibilityProblems(), []);
    assert.equal(await page.getByLabel("Account ID or account alias").inputValue(), "school");
    await page.getByLabel("IAM user name").fill("anna");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText("Your authentication information is incorrect. Please try again.").waitFor();
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByText("You don't have any buckets.").waitFor();
    assert.ok(!(await kept(page)).includes(password), "the password is not kept");
    await page.reload();
    await page.getByText("You don't have any buckets.").waitFor();
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: /^Session ends / }).waitFor();

    await page.clock.fastForward("12:00:00");
    await page.getByText("Your session has ended. Sign in again to go on.").waitFor();
    await signInPage(page);
    assert.ok(!(await kept(page)).includes("sessionToken"), "what has ended is not kept");
    await view.close();
  });

  it("again, when the server says that the session is over", async () => {
    const view = await openConsole(browser, squall.endpoint);
    const { page } = view;
    await view.open("/console/s3/buckets");
    await page.getByLabel("Account ID or account alias").fill("school");
    await page.getByLabel("IAM user name").fill("anna");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByText("You don't have any buckets.").waitFor();
    // A server's clock that is ahead of the browser's: no test can wait for hours.
    await page.route(/x-id=ListBuckets/, (route) =>
      route.fulfill({
        status: 400,
        contentType: "application/xml",
        body: "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
      }),
    );
    await page.getByText("Your session has ended. Sign in again to go on.").waitFor();
    assert.ok(!(await kept(page)).includes("sessionToken"), "what has ended is not kept");
    await view.close();
  });

  it("with a password that must be changed", async () => {
    const view = await openConsole(browser, squall.endpoint, { width: 390 });
    const { page } = view;
    await view.open("/console/s3/buckets");
    await page.getByLabel("Account ID or account alias").fill("0000-0000-0000");
    await page.getByLabel("IAM user name").fill("otto");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "You must change your password to continue" }).waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    const change = async (text: string) => {
      await page.getByLabel("New password", { exact: true }).fill(text);
      await page.getByLabel("Retype new password").fill(text);
      await page.keyboard.press("Enter");
    };
    await change("short");
    await page.getByText("Password should have a minimum length of 8").waitFor();
    await change("Green-Sea-7");
    await page.getByText("You don't have any buckets.").waitFor();
    await view.close();
  });

  it("an administrator gives a user a password", async () => {
    const view = await openConsole(browser, squall.endpoint);
    const { page } = view;
    await view.open("/");
    await page.getByLabel("Access key", { exact: true }).check();
    await page.getByLabel("Access key ID").fill(root.accessKeyId);
    await page.getByLabel("Secret access key").fill(root.secretAccessKey);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Account/ }).waitFor();

    await view.go("/console/iam/users/create");
    await page.getByLabel("User name", { exact: true }).fill("berta");
    await page.getByLabel("Provide user access to the console").check();
    await page.getByLabel("Custom password", { exact: true }).check();
    await page.locator("input[type=password]").fill(password);
    await page.getByLabel("User must create a new password").uncheck();
    await page.getByRole("button", { name: "Create user" }).click();
    await page.getByRole("heading", { level: 1, name: "berta" }).waitFor();
    await page.getByRole("tab", { name: "Security credentials" }).click();
    await page.getByText("Enabled", { exact: true }).waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);

    await page.getByRole("button", { name: "Manage console access" }).click();
    await page.getByLabel("Autogenerated password").check();
    await page.getByLabel("User must create a new password").uncheck();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("This is the only time that the password").waitFor();
    const generated = await page.getByText(/^\S{24}$/).textContent();
    assert.equal((await post({ account: "school", user: "berta", password: generated })).status, 200);

    await page.getByRole("button", { name: "Disable console access" }).click();
    await page.getByRole("button", { name: "Disable", exact: true }).click();
    await page.getByText("Not enabled").waitFor();
    assert.equal((await post({ account: "school", user: "berta", password: generated })).status, 401);
    await view.close();
  });

  const post = (body: object) =>
    fetch(`${squall.endpoint}/_squall/sign-in`, { method: "POST", body: JSON.stringify(body) });
});

async function signInPage(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1, name: "Sign in to Squall" }).waitFor();
}

async function kept(page: Page): Promise<string> {
  return String(await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })"));
}
