// Makes the documentation's pictures of the console: `node test/console/screenshots.ts` walks the first lab and the main pages, and keeps what it sees.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { makePictureFlow, uploadPicture as uploadToFlow } from "../support/picture-flow.ts";
import { startSquall } from "../support/squall.ts";
import { launchChromium } from "./chromium.ts";
import { openConsole } from "./console-page.ts";
import { berta, fillIam } from "./fill-iam.ts";
import { fillWatch } from "./fill-watch.ts";
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

const folder = fileURLToPath(new URL("../../docs/console/", import.meta.url));
await mkdir(folder, { recursive: true });
// The usual port: the home page shows it.
await using squall = await startSquall({ port: 4566 });
const browser = await launchChromium();
try {
  const view = await openConsole(browser, squall.endpoint);
  const seen = async (name: string) => {
    // What flies by or fades in is no part of a picture.
    await view.page.mouse.move(0, 0);
    await view.page.waitForTimeout(400);
    await view.page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
    process.stdout.write(`docs/console/${name}.png\n`);
  };
  for (const step of [
    createBucket,
    createFunction,
    deployCode,
    uploadPicture,
    runTestEvent,
    addTrigger,
    uploadPicture,
    openLog,
  ]) {
    await step(view, seen);
  }
  await view.open(`/console/s3/object/${lab.bucket}?prefix=${lab.picture}`);
  await seen("object");
  await view.open("/console/iam/roles/LabRole");
  await seen("role");
  await view.open("/console/labs/picture-metadata");
  await view.page.getByRole("button", { name: "Start lab" }).click();
  await view.page.getByText("7 of 7 steps").or(view.page.getByTestId("found")).first().waitFor();
  await seen("lab");
  await fillWatch(squall);
  await fillIam(squall);
  await makePictureFlow(squall, { TracingConfig: { Mode: "Active" } });
  await uploadToFlow(squall, "cat.png");
  await view.open("/console/xray/flows");
  await view.page.getByRole("row").filter({ hasText: "flow-sizes" }).getByRole("link").first().click();
  await view.page.getByRole("button", { name: /^flow-sizes DynamoDB/ }).click();
  await seen("flow");
  await view.open("/console/cloudwatch/dashboards/Shop");
  await seen("dashboard");
  await view.open("/console/cloudwatch/alarms/orders-high");
  await seen("alarm");
  const asked = new URLSearchParams({ principal: berta, may: "s3:DeleteObject" });
  await view.open(`/console/iam/simulate?${asked}`);
  await view.page.getByRole("button", { name: "Simulate" }).click();
  await view.page.getByText("0 of 1 are allowed.").scrollIntoViewIfNeeded();
  await seen("simulator");
  await view.open("/");
  await seen("home");

  const dark = await openConsole(browser, squall.endpoint, { dark: true });
  await dark.open(`/console/lambda/functions/${lab.functionName}`);
  await dark.page.getByText("import json").waitFor();
  await dark.page.screenshot({ path: `${folder}function-dark.png` });
} finally {
  await browser.close();
}
