import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AddPermissionCommand, CreateFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";

const FunctionName = "web";

describe("what stands around the console's pages", { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let functionUrl = "";

  before(async () => {
    squall = await startSquall();
    const lambda = squall.client(LambdaClient);
    const ZipFile = zip({ "index.py": { content: "def handler(event, context):\n    return 1\n", mode: 0o100644 } });
    await createFunction(lambda, FunctionName, ZipFile);
    const made = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }));
    functionUrl = made.FunctionUrl ?? "";
    for (const [StatementId, Action, more] of [
      ["FunctionURLAllowPublicAccess", "lambda:InvokeFunctionUrl", { FunctionUrlAuthType: "NONE" }],
      ["FunctionURLInvokeAllowPublicAccess", "lambda:InvokeFunction", { InvokedViaFunctionUrl: true }],
    ] as const) {
      await lambda.send(new AddPermissionCommand({ FunctionName, StatementId, Action, Principal: "*", ...more }));
    }
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "many" }));
    for (let number = 0; number < 60; number++) {
      await s3.send(
        new PutObjectCommand({ Bucket: "many", Key: `object-${String(number).padStart(2, "0")}`, Body: "x" }),
      );
    }
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("lets messages of success go by themselves, and all others with their page", async () => {
    const { page } = view;
    await view.open("/console/s3/create");
    await page.getByLabel("Bucket name").fill("told-of");
    await page.getByRole("button", { name: "Create bucket", exact: true }).click();
    const told = page.getByText('Successfully created bucket "told-of"');
    await told.waitFor();
    await page.mouse.move(0, 800);
    await told.waitFor({ state: "detached", timeout: 10_000 });

    await view.open("/console/s3/create");
    await page.getByLabel("Bucket name").fill("told-again");
    await page.getByRole("button", { name: "Create bucket", exact: true }).click();
    const again = page.getByText('Successfully created bucket "told-again"');
    await again.waitFor();
    await view.go("/console/iam/users");
    assert.equal(await again.count(), 0, "it does not follow to another service");
  });

  it("covers no button with a message, also on a telephone", async () => {
    const narrow = await openConsole(browser, squall.endpoint, { width: 390 });
    for (const one of [view, narrow]) {
      await one.open(`/console/lambda/functions/${FunctionName}?tab=test`);
      await one.page.getByLabel("Event name").fill(one === view ? "wide" : "narrow");
      await one.page.getByRole("button", { name: "Save", exact: true }).click();
      const message = one.page.locator(".squall-messages");
      await message.getByText(/was successfully saved/).waitFor();
      const box = await message.boundingBox();
      assert.ok(box && box.height < 844 / 6, `${box?.height} pixels`);
      // Pressing checks that nothing lies over the button.
      await one.page.getByRole("button", { name: "Test", exact: true }).click();
      await one.page.getByText("Executing function: succeeded").waitFor();
    }
    await narrow.close();
  });

  it("says within a second that the server is away, and that it is back", async () => {
    const { page } = view;
    await view.open("/console/iam/roles/LabRole");
    await page.context().setOffline(true);
    await page.getByText("Squall does not answer.").first().waitFor({ timeout: 1_000 });
    await page.context().setOffline(false);
    await page.getByText("Squall answers again.").waitFor({ timeout: 2_000 });
    await page.getByText("Squall answers again.").waitFor({ state: "detached", timeout: 8_000 });
    assert.equal(await page.getByText(/Failed to fetch/).count(), 0);
    assert.match((await view.problems()).join(), /INTERNET_DISCONNECTED/);
  });

  it("begins a page at its top, and comes back to where one was", async () => {
    const { page } = view;
    const scrolled = () => page.evaluate("Math.round(scrollY)") as Promise<number>;
    await view.open("/console/s3/buckets/many");
    await page.getByRole("link", { name: "object-20" }).scrollIntoViewIfNeeded();
    await page.waitForTimeout(200);
    const place = await scrolled();
    assert.ok(place > 200, String(place));
    await page.getByRole("link", { name: "object-20" }).click();
    await page.getByRole("heading", { level: 1, name: "object-20" }).waitFor();
    assert.equal(await scrolled(), 0);
    await page.goBack();
    await page.getByRole("link", { name: "object-20" }).waitFor();
    await eventually(async () => Math.abs((await scrolled()) - place) < 3 || undefined, "the place of before");
    await page.reload();
    await eventually(async () => Math.abs((await scrolled()) - place) < 3 || undefined, "the place of before");
    await view.check("scroll");
  });

  it("shows a function URL as a trigger by its name", async () => {
    const { page } = view;
    await view.open(`/console/lambda/functions/${FunctionName}?tab=configuration&section=triggers`);
    await page.getByRole("link", { name: functionUrl }).waitFor();
    await page.locator(".squall-diagram").getByRole("link", { name: "Function URL" }).waitFor();
    assert.equal(await page.locator(".squall-diagram").getByText("*").count(), 0);
    assert.equal(await page.getByText(/Delete trigger/).count(), 0);
    await view.check("triggers");
  });
});
