import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import {
  addTrigger,
  createBucket,
  createFunction,
  deployCode,
  lab,
  openLog,
  runTestEvent,
  uploadPicture,
} from "./walk-first-lab.ts";

describe("the first lab in the console, from an empty system to the log line", {
  skip: skipWithoutChromium,
  timeout: 120_000,
}, () => {
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

  const seen = (name: string) => view.check(name);

  it("creates the bucket with the form's defaults", () => createBucket(view, seen));

  it("creates the function with LabRole", () => createFunction(view, seen));

  it("deploys the code that is pasted into the editor", () => deployCode(view, seen));

  it("uploads a picture", () => uploadPicture(view, seen));

  it("answers a saved test event with the picture's metadata and the log", async () => {
    await runTestEvent(view, seen);
    const response = JSON.parse((await view.page.getByTestId("response").textContent()) ?? "");
    assert.equal(JSON.parse(response.body).ContentType, "image/png");
    const log = (await view.page.getByTestId("log-output").textContent()) ?? "";
    assert.match(log, /^START RequestId: [\s\S]*Image metadata:[\s\S]*"Key": "logo.png"[\s\S]*\nREPORT RequestId: /);
    for (const [term, form] of [
      ["Duration", /^\d+\.\d\d ms$/],
      ["Billed duration", /^\d+ ms$/],
      ["Resources configured", /^128 MB$/],
      ["Max memory used", /^\d+ MB$/],
    ] as const) {
      const value = view.page.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) });
      assert.match((await value.locator("xpath=following-sibling::dd").textContent()) ?? "", form, term);
    }
  });

  it("adds the S3 trigger, and the diagram shows it", async () => {
    await addTrigger(view, seen);
    await view.page.getByRole("link", { name: "S3", exact: true }).waitFor();
  });

  it("runs at an upload, and the log shows the picture's metadata", async () => {
    await uploadPicture(view, seen);
    await openLog(view, seen);
    const { page } = view;
    // The test's invocation and the upload's.
    await page
      .getByRole("cell", { name: /^REPORT RequestId/ })
      .nth(1)
      .waitFor();
    await page.getByRole("searchbox", { name: "Filter events" }).fill('"Image metadata"');
    await page.keyboard.press("Enter");
    await page
      .getByRole("cell", { name: /^REPORT RequestId/ })
      .first()
      .waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "Image metadata:" }).nth(1).waitFor();
    assert.equal(await page.getByRole("cell", { name: "Image metadata:" }).count(), 2);
    await view.check("filtered log");
  });

  it("shows a new line within a second, without a reload", async () => {
    const { page } = view;
    await page.getByRole("searchbox", { name: "Filter events" }).fill("");
    const reports = page.getByRole("cell", { name: /^REPORT RequestId/ });
    await reports.nth(1).waitFor();
    const other = await openConsole(browser, squall.endpoint);
    await uploadPicture(other, () => Promise.resolve());
    await other.close();
    await reports.nth(2).waitFor();
    assert.equal(await reports.count(), 3);
    await view.check("live log");
  });

  it("takes the trigger away again, with its permission", async () => {
    const { page } = view;
    await view.open(`/console/lambda/functions/${lab.functionName}?tab=configuration&section=triggers`);
    await page.getByRole("button", { name: `Delete trigger ${lab.bucket}` }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("No triggers.").waitFor();
    await view.check("without trigger");
  });
});
