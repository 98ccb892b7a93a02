import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { labFiles } from "../support/lab.ts";
import type { ConsolePage } from "./console-page.ts";

export const lab = { bucket: "amzn-pictures", functionName: "picture-metadata", picture: "logo.png" } as const;

const directory = new URL("../../examples/first-lab/", import.meta.url);
const picturePath = fileURLToPath(new URL(lab.picture, directory));

/** A step of the lab's text, done in the console as a student does it. `seen` is called where the text has a picture. */
export type Seen = (name: string) => Promise<void>;

export async function createBucket({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open("/console/s3/buckets");
  await page.getByRole("link", { name: "Create bucket" }).first().click();
  await page.getByLabel("Bucket name").fill(lab.bucket);
  await isChecked(page, "radio", /ACLs disabled/);
  await isChecked(page, "checkbox", /Block all public access/);
  await page.getByRole("radiogroup", { name: "Bucket Versioning" }).getByRole("radio", { name: "Disable" }).check();
  await seen("create-bucket");
  await page.getByRole("button", { name: "Create bucket" }).click();
  await page.getByText(`Successfully created bucket "${lab.bucket}"`).waitFor();
}

export async function createFunction({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open("/console/lambda/functions");
  await page.getByRole("link", { name: "Create function" }).first().click();
  await page.getByRole("radio", { name: /Author from scratch/ }).check();
  await page.getByLabel("Function name").fill(lab.functionName);
  await choose(page, "Runtime", "Python 3.11");
  await page.getByRole("radio", { name: "x86_64" }).check();
  await page.getByRole("button", { name: "Change default execution role" }).click();
  await page.getByRole("radio", { name: "Use an existing role" }).check();
  await choose(page, "Existing role", "LabRole");
  await seen("create-function");
  await page.getByRole("button", { name: "Create function" }).click();
  await page.getByText(`Successfully created the function ${lab.functionName}.`).waitFor();
}

export async function deployCode({ page }: ConsolePage, seen: Seen): Promise<void> {
  await typeCode(page, readFileSync(new URL("lambda_function.py", directory), "utf8"));
  await page.getByText("Changes not deployed").waitFor();
  // AWS refuses a change of a function that is still being made.
  await page.getByText("Active", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByText(`Successfully updated the function ${lab.functionName}.`).waitFor();
  await page.getByText("Changes not deployed").waitFor({ state: "detached" });
  await seen("code");
}

export async function uploadPicture({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open(`/console/s3/buckets/${lab.bucket}`);
  await page.getByRole("link", { name: "Upload" }).first().click();
  await page.getByRole("button", { name: "Add files" }).waitFor();
  await page.getByTestId("add-files").setInputFiles(picturePath);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByText("Upload succeeded").waitFor();
  await seen("upload");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("link", { name: lab.picture }).waitFor();
  await seen("objects");
}

export async function runTestEvent({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open(`/console/lambda/functions/${lab.functionName}`);
  await page.getByRole("tab", { name: "Test" }).click();
  await page.getByRole("radio", { name: "Create new event" }).check();
  await page.getByLabel("Event name").fill("upload");
  await choose(page, "Template", /S3 Put/);
  await typeCode(page, labFiles.testEvent(lab.bucket, lab.picture));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The test event upload was successfully saved.").waitFor();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByText("Executing function: succeeded").waitFor();
  await seen("test");
}

export async function addTrigger({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open(`/console/lambda/functions/${lab.functionName}`);
  await page.getByRole("link", { name: "Add trigger" }).click();
  await choose(page, "Select a source", /S3/);
  await choose(page, "Bucket", new RegExp(lab.bucket));
  await page.getByLabel("Suffix - optional").fill(".png");
  await page.getByRole("checkbox", { name: /I acknowledge that using the same S3 bucket/ }).check();
  await seen("add-trigger");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText(`The trigger ${lab.bucket} was successfully added to function ${lab.functionName}.`).waitFor();
  await page.getByRole("link", { name: lab.bucket }).waitFor();
  await seen("function");
}

/** The log of all that ran so far, opened from the function's Monitor tab as the lab says. */
export async function openLog({ page, open }: ConsolePage, seen: Seen): Promise<void> {
  await open(`/console/lambda/functions/${lab.functionName}`);
  await page.getByRole("tab", { name: "Monitor" }).click();
  await page.getByRole("heading", { name: "Recent invocations" }).waitFor();
  await page.getByText("Succeeded").first().waitFor();
  await seen("monitor");
  await page.getByRole("link", { name: "View CloudWatch logs" }).click();
  await page.getByRole("heading", { level: 1, name: `/aws/lambda/${lab.functionName}` }).waitFor();
  await page.getByRole("link", { name: "Search log group" }).click();
  await page
    .getByRole("cell", { name: /^REPORT RequestId/ })
    .first()
    .waitFor();
  await seen("log-events");
}

/** Puts a text into the page's one editor, in the place of what is there. */
export async function typeCode(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}

/** Chooses from one of the page's menus. */
export async function choose(page: Page, menu: string, option: string | RegExp): Promise<void> {
  const button = page.getByRole("button", { name: menu }).and(page.locator("[aria-haspopup]"));
  await button.first().click();
  await page.getByRole("option", { name: option }).first().click();
}

async function isChecked(page: Page, role: "radio" | "checkbox", name: RegExp): Promise<void> {
  if (!(await page.getByRole(role, { name }).isChecked())) throw new Error(`${name} is not what the form begins with`);
}
