import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import type { Browser, Page } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

/**
 * Two labs by their text, as somebody does them who has never seen the console: one tab to work in, and the lab's page in another, which is never
 * loaded again and ticks by itself.
 */
describe("labs in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const ticked = (lab: ConsolePage, step: string) =>
    lab.page.locator(`[data-testid="step-${step}"][data-done="true"]`).waitFor();
  const says = (lab: ConsolePage, text: string | RegExp) =>
    lab.page.getByTestId("found").filter({ hasText: text }).waitFor();
  /** The code that the lab's page shows, as its button copies it. */
  const codeOf = async ({ page }: ConsolePage, step: string) => {
    const section = page.getByTestId(`step-${step}`);
    return (await section.locator("pre").first().textContent()) ?? "";
  };
  const start = async (lab: ConsolePage, title: string) => {
    await lab.open("/");
    await lab.page.getByRole("link", { name: title }).click();
    await lab.page.getByRole("button", { name: "Start lab" }).click();
    await lab.page.getByRole("button", { name: "Reset lab" }).waitFor();
  };
  const makeFunction = async ({ page, open }: ConsolePage, name: string, role: string) => {
    await open("/console/lambda/create/function");
    await page.getByRole("radio", { name: /Author from scratch/ }).check();
    await page.getByLabel("Function name").fill(name);
    await choose(page, "Runtime", "Python 3.11");
    await page.getByRole("button", { name: "Change default execution role" }).click();
    await page.getByRole("radio", { name: "Use an existing role" }).check();
    await choose(page, "Existing role", new RegExp(`^${role}`));
    await page.getByRole("button", { name: "Create function" }).click();
    await page.getByText(`Successfully created the function ${name}.`).waitFor();
  };
  const deploy = async ({ page, open }: ConsolePage, name: string, code: string) => {
    await open(`/console/lambda/functions/${name}?tab=code`);
    await page.getByText("Active", { exact: true }).waitFor();
    await typeCode(page, code);
    await page.getByText("Changes not deployed").waitFor();
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Changes not deployed").waitFor({ state: "detached" });
  };
  const moveTime = async (page: Page, by: string) => {
    await page.getByRole("button", { name: /^Time(?:$|:)/ }).click();
    await page.getByRole("menuitem", { name: by }).click();
    await page
      .getByText(/^The cloud's time is now/)
      .first()
      .waitFor();
  };
  const cleanUp = async (lab: ConsolePage, name: string, left: RegExp) => {
    await lab.page.getByText("Every step is done. Still there:").waitFor();
    await lab.page.getByText(left).waitFor();
    await lab.check(`the end of ${name}`);
    await lab.page.getByRole("button", { name: "Delete all of it" }).click();
    await lab.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await lab.page.getByText("Nothing of this lab is left.").waitFor();
  };

  it("stopinator: an instance is stopped every minute", async () => {
    const lab = await openConsole(browser, squall.endpoint, { width: 1280 });
    const work = await openConsole(browser, squall.endpoint, { width: 1280 });
    await start(lab, "Stop an instance every minute");
    await says(lab, /There is no function myStopinator in us-east-1 yet/);
    await lab.check("a lab that has begun");
    // The step goes along to other pages, until its panel is closed.
    await lab.page.getByRole("link", { name: "Lambda, Create function" }).click();
    const panel = lab.page.getByRole("complementary", { name: "Lab" });
    await panel.getByRole("heading", { name: "1. Create the function" }).waitFor();
    await lab.check("a step beside another page");
    await panel.getByRole("link", { name: "All steps of this lab" }).click();
    await panel.waitFor({ state: "hidden" });

    await makeFunction(work, "myStopinator", "myStopinatorRole");
    await ticked(lab, "function");

    const { page } = work;
    await work.open("/console/lambda/functions/myStopinator");
    await page.getByRole("link", { name: "Add trigger" }).click();
    await choose(page, "Select a source", "EventBridge (CloudWatch Events)");
    await page.getByRole("radio", { name: "Create a new rule" }).check();
    await page.getByLabel("Rule name").fill("everyMinute");
    await page.getByRole("radio", { name: "Schedule expression" }).check();
    await page.getByLabel("Schedule expression").last().fill("rate(1 minute)");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("The trigger everyMinute was successfully added to function myStopinator.").waitFor();
    await ticked(lab, "trigger");

    await says(lab, "The function has the code that it was made with.");
    const code = await codeOf(lab, "code");
    const [, instance = ""] =
      /(i-[0-9a-f]{17})/.exec((await lab.page.getByTestId("step-code").textContent()) ?? "") ?? [];
    // As it stands first: the lab says what was forgotten.
    await deploy(work, "myStopinator", code);
    await ticked(lab, "code");
    await moveTime(page, "Go on by one minute");
    await says(lab, "The code still says REPLACE_WITH.");
    await deploy(
      work,
      "myStopinator",
      code.replace(/<REPLACE_WITH_REGION>/, "us-east-1").replace(/<REPLACE_WITH_INSTANCE_ID>/, instance),
    );
    // The first minute runs the function, the second lets the instance come to rest.
    await moveTime(page, "Go on by one minute");
    await moveTime(page, "Go on by one minute");
    await ticked(lab, "stopped");
    await lab.check("an instance that was stopped");

    await work.open("/console/lambda/functions/myStopinator?tab=monitor");
    await page.getByRole("heading", { name: "Recent invocations" }).waitFor();
    await page.getByText("Succeeded").first().waitFor();

    // The console counts from the cloud's time, not from the browser's.
    await work.open("/console/lambda/functions");
    await page
      .getByText(/[1-9] minutes? ago/)
      .first()
      .waitFor();

    await work.open("/console/ec2/instances");
    await page
      .getByRole("row", { name: new RegExp(instance) })
      .getByRole("checkbox")
      .check();
    const menu = page.getByRole("button", { name: "Instance state" }).and(page.locator("[aria-haspopup]"));
    await menu.first().click();
    await page.getByRole("menuitem", { name: "Start instance" }).click();
    await page.getByText(`Successfully initiated the start of ${instance}.`).waitFor();
    await ticked(lab, "started-again");
    await moveTime(page, "Go on by one minute");
    await moveTime(page, "Go on by one minute");
    await ticked(lab, "stopped-again");
    await cleanUp(lab, "stopinator", new RegExp(`^the instance ${instance}$`));

    await lab.open("/console/labs");
    await lab.page.getByText("Done", { exact: true }).waitFor();
    await lab.check("the list of labs");
    await lab.close();
    await work.close();
  });

  it("picture-metadata: an upload runs a function, at 390 pixels", async () => {
    const lab = await openConsole(browser, squall.endpoint, { width: 390 });
    const work = await openConsole(browser, squall.endpoint, { width: 390 });
    const { page } = work;
    const picture = (name: string) =>
      fileURLToPath(new URL(`../../labs/picture-metadata/pictures/${name}`, import.meta.url));
    const upload = async (name: string) => {
      await work.open("/console/s3/buckets/pictures-anna");
      await page.getByRole("link", { name: "Upload" }).first().click();
      await page.getByTestId("add-files").setInputFiles(picture(name));
      await page.getByRole("button", { name: "Upload", exact: true }).click();
      await page.getByText("Upload succeeded").waitFor();
    };
    await start(lab, "A picture's metadata, at each upload");
    await says(lab, "There is no bucket yet whose name begins with");
    const download = lab.page.waitForEvent("download");
    await lab.page.getByRole("button", { name: "sunset beach.png" }).click();
    assert.equal((await download).suggestedFilename(), "sunset beach.png");

    await work.open("/console/s3/create");
    await page.getByLabel("Bucket name").fill("pictures-anna");
    await page.getByRole("button", { name: "Create bucket" }).click();
    await page.getByText('Successfully created bucket "pictures-anna"').waitFor();
    await ticked(lab, "bucket");

    await makeFunction(work, "picture-metadata", "LabRole");
    await ticked(lab, "function");
    const code = await codeOf(lab, "code");
    // The mistake that most make: the key as the event has it.
    await deploy(work, "picture-metadata", code.replace(/urllib\.parse\.unquote_plus\((.+)\)/, "$1"));
    await ticked(lab, "code");
    await upload("logo.png");
    await ticked(lab, "first-picture");

    await work.open("/console/lambda/functions/picture-metadata?tab=test");
    await page.getByRole("radio", { name: "Create new event" }).check();
    await page.getByLabel("Event name").fill("upload");
    await choose(page, "Template", /S3 Put/);
    await typeCode(page, await codeOf(lab, "test"));
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("Executing function: succeeded").waitFor();
    await ticked(lab, "test");

    await work.open("/console/lambda/functions/picture-metadata/add/trigger");
    await choose(page, "Select a source", /S3/);
    await choose(page, "Bucket", /pictures-anna/);
    await page.getByRole("checkbox", { name: /I acknowledge that using the same S3 bucket/ }).check();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("The trigger pictures-anna was successfully added to function picture-metadata.").waitFor();
    await ticked(lab, "trigger");

    await upload("sunset beach.png");
    await says(lab, "sunset+beach.png arrives URL-encoded");
    await lab.check("what was found, in words");
    await deploy(work, "picture-metadata", code);
    await upload("sunset beach.png");
    await ticked(lab, "second-picture");
    await cleanUp(lab, "picture-metadata", /^the picture sunset beach\.png in the bucket pictures-anna$/);
    const lambda = squall.client(LambdaClient);
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    lambda.destroy();
    assert.ok(!Functions.some(({ FunctionName }) => FunctionName === "picture-metadata"));
    await work.check("the work");
    await lab.close();
    await work.close();
  });
});
