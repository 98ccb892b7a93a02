import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";

const Bucket = "papers";

describe("what is done with buckets every day", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let s3: S3Client;

  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    for (const name of [Bucket, "archive"]) await s3.send(new CreateBucketCommand({ Bucket: name }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    for (const [Key, Body] of [
      ["a.txt", "first"],
      ["a.txt", "second"],
      ["reports/2026/one.txt", "1"],
      ["reports/2026/two.txt", "22"],
      ["other/reports.txt", "333"],
    ] as const)
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  const path = `/console/s3/buckets/${Bucket}`;
  const dialog = () => view.page.getByRole("dialog");
  const told = (text: string | RegExp) => view.page.getByText(text).first().waitFor();
  const keys = async (bucket: string) =>
    ((await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key);
  const act = async (name: string, action: string) => {
    await view.page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
    await view.page.getByRole("button", { name: "Actions", exact: true }).click();
    await view.page.getByRole("menuitem", { name: action, exact: true }).click();
  };

  it("copies, moves and renames objects and folders, and says how large they are", async () => {
    const { page } = view;
    await view.open(path);
    await act("reports/", "Calculate total size");
    await told("Total size: 2 objects, 3 B.");
    await page.reload();
    await act("reports/", "Copy");
    await dialog().getByLabel("Destination folder - optional").fill("no-slash");
    await dialog().getByRole("button", { name: "Copy", exact: true }).click();
    await dialog().getByText("A folder ends with a slash: reports/2026/.").waitFor();
    await dialog().getByLabel("Destination folder - optional").fill("");
    await dialog().getByText("They are there already").waitFor();
    await dialog().getByLabel("Destination bucket").fill("archive");
    await page
      .getByRole("option", { name: /archive/ })
      .last()
      .click();
    await dialog().getByRole("button", { name: "Copy", exact: true }).click();
    await told("Successfully copied 2 objects to s3://archive/.");
    assert.deepEqual(await keys("archive"), ["reports/2026/one.txt", "reports/2026/two.txt"]);
    await page.reload();
    await act("reports/", "Rename");
    await dialog().getByRole("button", { name: "Rename" }).click();
    await dialog().getByText("Enter another name.").waitFor();
    await dialog().getByLabel("New name").fill("papers");
    await dialog().getByRole("button", { name: "Rename" }).click();
    await told(/Successfully moved 2 objects/);
    assert.deepEqual(await keys(Bucket), ["a.txt", "other/reports.txt", "papers/2026/one.txt", "papers/2026/two.txt"]);
    await view.check("copy");
  });

  it("stops long work when it is told to, and says what was done until then", async () => {
    const { page } = view;
    await s3.send(new PutObjectCommand({ Bucket, Key: "long/", Body: "" }));
    for (let number = 0; number < 20; number++)
      await s3.send(new PutObjectCommand({ Bucket, Key: `long/${number}`, Body: "x" }));
    const copied: string[] = [];
    const held = Promise.withResolvers<void>();
    // The first eight go out together and are held until Stop was pressed.
    await page.route(/stopped/, async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      copied.push(route.request().url());
      await held.promise;
      return route.continue();
    });
    await view.go(path);
    await act("long/", "Copy");
    await dialog().getByLabel("Destination folder - optional").fill("stopped/");
    await dialog().getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByText("0 of 21").first().waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    held.resolve();
    await told("Successfully copied 8 objects");
    assert.equal(copied.length, 8);
    await page.unroute(/stopped/);
    assert.equal((await keys(Bucket)).filter((key) => key?.startsWith("stopped/")).length, 8);
    await view.check("stopped work");
  });

  it("searches the whole bucket by prefix, and shares an object by a link that ends", async () => {
    const { page } = view;
    await view.open(path);
    await page.getByLabel("Prefix in the whole bucket").fill("papers/2026/t");
    await page.getByRole("button", { name: "Search the bucket by prefix" }).click();
    await page.getByRole("link", { name: "papers/2026/two.txt" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "a.txt" }).count(), 0);
    await act("papers/2026/two.txt", "Share with a presigned URL");
    await dialog().getByRole("spinbutton").fill("100000");
    await dialog().getByRole("button", { name: "Create presigned URL" }).click();
    await dialog().getByText("Enter a whole number from 1 to 10080.").waitFor();
    await dialog().getByRole("spinbutton").fill("5");
    await dialog().getByRole("button", { name: "Create presigned URL" }).click();
    const link = (await dialog().getByTestId("link").textContent()) ?? "";
    assert.match(link, /X-Amz-Expires=300/);
    assert.equal(await (await fetch(link)).text(), "22");
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("search");
  });

  it("restores a version", async () => {
    const { page } = view;
    await view.open(`/console/s3/object/${Bucket}?prefix=a.txt`);
    await page.getByRole("tab", { name: "Versions" }).click();
    await page
      .getByRole("radio", { name: /^Select / })
      .nth(1)
      .check();
    await page.getByRole("button", { name: "Restore" }).click();
    await told("Successfully restored a.txt.");
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "a.txt" }));
    assert.equal(await Body?.transformToString(), "first");
    await view.check("versions");
  });

  it("has lifecycle rules, in words and with their refusals", async () => {
    const { page } = view;
    await view.open(`${path}?tab=management`);
    await page.getByRole("button", { name: "Create lifecycle rule" }).first().click();
    await dialog().getByLabel("Lifecycle rule name").fill("old");
    await dialog().getByRole("button", { name: "Create rule" }).click();
    await dialog().getByText("The rule does nothing yet").waitFor();
    await dialog()
      .getByLabel(/^Expire current versions/)
      .fill("0");
    await dialog().getByText("Enter a whole number from 1 to").waitFor();
    await dialog()
      .getByLabel(/^Expire current versions/)
      .fill("365");
    await dialog()
      .getByLabel(/^Move current versions/)
      .fill("30");
    await dialog().getByLabel("Prefix - optional").fill("papers/");
    assert.equal(
      await dialog().getByTestId("rule-in-words").textContent(),
      "After 30 days objects move to STANDARD_IA. After 365 days objects expire.",
    );
    assert.deepEqual(await view.accessibilityProblems(), []);
    await dialog().getByRole("button", { name: "Create rule" }).click();
    await told("Successfully created lifecycle rule old.");
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    assert.deepEqual(
      Rules?.map(({ ID, Expiration, Filter, Transitions }) => [
        ID,
        Expiration?.Days,
        Filter?.Prefix,
        Transitions?.[0]?.Days,
      ]),
      [["old", 365, "papers/", 30]],
    );
    await page.getByRole("checkbox", { name: "Select old" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog().getByRole("button", { name: "Delete", exact: true }).click();
    await told("Successfully deleted lifecycle rule old.");
    await assert.rejects(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), {
      name: "NoSuchLifecycleConfiguration",
    });
    await view.check("lifecycle");
  });

  it("edits website, access log, Object Lock, ownership and the ACL, each with what it refuses", async () => {
    const { page } = view;
    const edit = async (title: string, fill: () => Promise<unknown>) => {
      await page.getByRole("button", { name: `Edit ${title}` }).click();
      await fill();
      await dialog().getByRole("button", { name: "Save changes" }).click();
    };
    await view.open(`${path}?tab=properties`);
    await edit("Static website hosting", async () => {
      await dialog()
        .getByRole("radio", { name: /^Enable/ })
        .check();
      await dialog().getByLabel("Index document").fill("a/b.html");
    });
    await dialog().getByText("Enter the name of a file, without a slash.").waitFor();
    await dialog().getByLabel("Index document").fill("a.txt");
    await dialog().getByRole("button", { name: "Save changes" }).click();
    await told("Successfully edited Static website hosting.");
    const website = await s3.send(new GetBucketWebsiteCommand({ Bucket }));
    assert.equal(website.IndexDocument?.Suffix, "a.txt");
    await edit("Server access logging", () =>
      dialog()
        .getByRole("radio", { name: /^Enable/ })
        .check(),
    );
    await dialog().getByText("Choose a bucket, or enter its ARN.").waitFor();
    await dialog().getByLabel("Target bucket").fill("arn:aws:s3:::archive");
    await page.keyboard.press("Tab");
    await dialog().getByRole("button", { name: "Save changes" }).click();
    await told("Successfully edited Server access logging.");
    assert.equal((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled?.TargetBucket, "archive");
    await edit("Object Lock", async () => {
      await dialog()
        .getByRole("radio", { name: /^Governance/ })
        .check();
      await dialog().getByLabel("Default retention period (days)").fill("2");
    });
    await told("Successfully edited Object Lock.");
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    assert.deepEqual(lock.ObjectLockConfiguration?.Rule?.DefaultRetention, { Mode: "GOVERNANCE", Days: 2 });
    assert.deepEqual(await view.accessibilityProblems(), []);

    await view.go(`${path}?tab=permissions`);
    assert.equal(await page.getByRole("button", { name: "Edit Access control list (ACL)" }).isDisabled(), true);
    await edit("Object Ownership", () =>
      dialog()
        .getByRole("radio", { name: /bucket owner preferred/ })
        .check(),
    );
    await told("Successfully edited Object Ownership.");
    const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    assert.equal(OwnershipControls?.Rules?.[0]?.ObjectOwnership, "BucketOwnerPreferred");
    await edit("Access control list (ACL)", () =>
      dialog()
        .getByRole("radio", { name: /^Authenticated read/ })
        .check(),
    );
    // The new bucket blocks public access.
    await dialog()
      .getByText(/AccessDenied/)
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    assert.match((await view.problems()).join(), /403/);
    assert.equal((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants?.length, 1);

    await view.go(`${path}?tab=metrics`);
    await page.getByRole("button", { name: "Count now" }).click();
    await page.getByText("Total number of objects").first().waitFor();
    assert.deepEqual(await view.accessibilityProblems(), []);
    await view.check("settings");
  });
});
