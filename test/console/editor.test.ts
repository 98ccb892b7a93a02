import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  GetFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import type { Browser } from "playwright-core";
import { createFunction } from "../support/create-function.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { typeCode } from "./walk-first-lab.ts";

const FunctionName = "notes";
const filler = Array.from({ length: 120 }, (_, line) => `# line ${line}`).join("\n");
const source = `def handler(event, context):\n    return event\n\n${filler}\n`;
const packageOf = (text: string) => zip({ "index.py": { content: text, mode: 0o100644 } });

describe("the code editor", { skip: skipWithoutChromium, timeout: 240_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    await createFunction(lambda, FunctionName, packageOf(source));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });
  beforeEach(async () => {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: packageOf(source) }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName });
    await view?.close();
    view = await openConsole(browser, squall.endpoint);
    await open();
  });

  const path = `/console/lambda/functions/${FunctionName}`;
  const open = async () => {
    await view.open(path);
    await view.page.locator(".cm-content").getByText("def handler").waitFor();
  };
  /** The whole text, also of lines that are not drawn. */
  const shown = () =>
    view.page.evaluate("document.querySelector('.cm-content').cmTile.view.state.doc.toString()") as Promise<string>;
  const deployed = async () => {
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    const bytes = Buffer.from(await (await fetch(Code?.Location ?? "")).arrayBuffer());
    const { unzipSync } = await import("fflate");
    return new TextDecoder().decode(unzipSync(bytes)["index.py"]);
  };
  const succeeded = () => view.page.getByText(`Successfully updated the function ${FunctionName}.`).last().waitFor();

  it("keeps every keystroke, cursor and scroll through a deploy", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+End");
    const text = Array.from({ length: 200 }, (_, index) =>
      index % 20 === 19 ? "\n" : String.fromCharCode(97 + (index % 26)),
    ).join("");
    const scroll = () => page.evaluate("document.querySelector('.cm-scroller').scrollTop") as Promise<number>;
    let told: Promise<void> | undefined;
    for (const [index, key] of [...text].entries()) {
      if (key === "\n") await page.keyboard.press("Enter");
      else await page.keyboard.type(key);
      if (index === 60) {
        await page.keyboard.press("Control+s");
        told = succeeded();
      }
      await page.waitForTimeout(20);
    }
    const scrolledTo = await scroll();
    assert.ok(scrolledTo > 0);
    await told;
    assert.equal(await shown(), source + text);
    // Long enough for every answer that was under way to come.
    await page.waitForTimeout(2_500);
    assert.equal(await shown(), source + text);
    assert.equal(await scroll(), scrolledTo);
    await page.getByText("Changes not deployed").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("Changes not deployed").waitFor({ state: "detached" });
    await page.keyboard.type("!");
    assert.equal(await shown(), `${source}${text}!`, "the cursor stays at the end");
    assert.equal(await deployed(), source + text);
    await view.check("typing");
  });

  it("goes on with a file that is empty, emptied or new", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.waitForTimeout(300);
    await page.keyboard.type("x = 1");
    assert.equal(await shown(), "x = 1");
    await page.getByRole("button", { name: "New file" }).click();
    await page.getByRole("dialog").getByLabel("Path").fill("more.py");
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    await page.getByLabel("Code of more.py").focus();
    await page.keyboard.type("y = 2");
    assert.equal(await shown(), "y = 2");
    await view.check("an empty file");
  });

  it("deploys and reads what is larger than most", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+End");
    const line = () => `# ${Array.from({ length: 9 }, () => Math.random().toString(36).slice(2)).join(" ")}\n`;
    const long = Array.from({ length: 4_000 }, line).join("");
    await page.evaluate(
      `{ const data = new DataTransfer(); data.setData("text/plain", ${JSON.stringify(long)});
        document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }`,
    );
    await page.keyboard.press("Control+s");
    await succeeded();
    assert.equal(await deployed(), source + long);
    await open();
    assert.equal(await shown(), source + long);
    await view.check("a long file");
  });

  it("says when others have deployed under its changes", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.type("# mine\n");
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: packageOf(`# theirs\n${source}`) }));
    await page.getByText("The code has been replaced since you began to change it").waitFor();
    assert.equal(await shown(), `# mine\n${source}`);
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByText("The code has been replaced").waitFor({ state: "detached" });
    await page.locator(".cm-content").getByText("# theirs").waitFor();
  });

  it("keeps the event of the Test tab that is not saved", async () => {
    const { page } = view;
    const event = '{ "typed": 1 }';
    await page.getByRole("tab", { name: "Test" }).click();
    await page.getByLabel("Event name").fill("typed");
    await typeCode(page, event);
    await page.getByRole("tab", { name: "Code" }).click();
    await page.getByRole("tab", { name: "Test" }).click();
    await page.locator(".cm-content").getByText("typed").waitFor();
    assert.equal(await shown(), event);
    await page.reload();
    await page.locator(".cm-content").getByText("typed").waitFor();
    assert.equal(await shown(), event);
    assert.equal(await page.getByLabel("Event name").inputValue(), "typed");
  });

  it("undoes to the loaded file, and no further", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+z");
    assert.equal(await shown(), source);
    await page.keyboard.type("x = 1");
    for (let time = 0; time < 10; time++) await page.keyboard.press("Control+z");
    assert.equal(await shown(), source);
    await page.getByText("Changes not deployed").waitFor({ state: "detached" });
    assert.equal(await page.getByRole("button", { name: "Deploy", exact: true }).isDisabled(), true);
  });

  it("asks before its changes are left, and has them again afterwards", async () => {
    const { page } = view;
    await page.locator(".cm-content").focus();
    await page.keyboard.type("# mine\n");
    await page.getByText("Changes not deployed").waitFor();
    await page.getByRole("link", { name: "Functions" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Leave with undeployed changes?").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await shown(), `# mine\n${source}`);
    await page.getByRole("tab", { name: "Versions" }).click();
    await page.getByRole("tab", { name: "Code" }).click();
    await page.locator(".cm-content").getByText("# mine").waitFor();
    assert.equal(await shown(), `# mine\n${source}`);
    await page.getByRole("link", { name: "Functions" }).first().click();
    await dialog.getByRole("button", { name: "Leave" }).click();
    await page.getByRole("heading", { level: 1, name: "Functions" }).waitFor();
    await page.goBack();
    await page.locator(".cm-content").getByText("# mine").waitFor();

    let asked = "";
    page.on("dialog", (one) => {
      asked = one.type();
      void one.accept();
    });
    await page.locator(".cm-content").press("ArrowDown");
    await page.reload();
    await page.locator(".cm-content").getByText("# mine").waitFor();
    assert.equal(asked, "beforeunload");
    assert.equal(await shown(), `# mine\n${source}`);
    await page.keyboard.press("Control+s");
    await page.getByText("Changes not deployed").waitFor({ state: "detached" });
    assert.equal(await deployed(), `# mine\n${source}`);
    await page.reload();
    await page.locator(".cm-content").getByText("# mine").waitFor();
    assert.equal(await page.getByText("Changes not deployed").count(), 0);
  });

  it("offers changes to a version that somebody has replaced", async () => {
    const { page } = view;
    await typeCode(page, "mine = 1\n");
    await page.getByText("Changes not deployed").waitFor();
    await view.open("/console/lambda/functions");
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: packageOf("theirs = 2\n") }));
    await view.open(path);
    await page.locator(".cm-content").getByText("theirs = 2").waitFor();
    await page.getByText("There are changes of yours that were not deployed").waitFor();
    await page.getByRole("button", { name: "Take them up" }).click();
    await page.locator(".cm-content").getByText("mine = 1").waitFor();
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.locator(".cm-content").getByText("theirs = 2").waitFor();
  });

  it("has the whole window, a line between list and text that moves, and a mark where the last test failed", async () => {
    const { page } = view;
    const bench = page.getByRole("region", { name: "Code source" });
    await page.getByRole("button", { name: "Full screen" }).click();
    const box = await bench.boundingBox();
    assert.deepEqual([box?.width, box?.height], [1280, 900]);
    const line = page.getByRole("separator", { name: "Width of the list of files" });
    const width = async () => Number(await line.getAttribute("aria-valuenow"));
    const before = await width();
    await line.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await width(), before + 20);
    const at = (await line.boundingBox())!;
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    await page.mouse.down();
    await page.mouse.move(at.x + at.width / 2 + 60, at.y + at.height / 2, { steps: 3 });
    await page.mouse.up();
    assert.equal(await width(), before + 80);
    await page.getByRole("button", { name: "Leave full screen" }).click();
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName,
        ZipFile: packageOf(`def handler(event, context):\n    raise ValueError("wrong")\n`),
      }),
    );
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName });
    await open();
    await page.locator(".cm-content").getByText("raise ValueError").waitFor();
    await view.go(`${path}?tab=test`);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText(/Executing function: failed/).waitFor();
    await view.go(path);
    await page.locator(".cm-lintRange-error, .cm-lint-marker-error").first().waitFor();
    await view.check("the editor's window");
  });

  it("tests the saved event, and says when what runs is not what it shows", async () => {
    const { page } = view;
    const test = page.getByRole("button", { name: "Test", exact: true });
    await test.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await dialog.getByText("Enter a name for the event.").waitFor();
    await dialog.getByLabel("Event name").fill("first");
    await dialog.getByRole("button", { name: "Save and test" }).click();
    await page.getByText("Executing function: succeeded").waitFor();
    assert.match((await page.getByTestId("response").textContent()) ?? "", /"key1": "value1"/);
    assert.equal(await page.getByText(/not what is in the editor/).count(), 0);
    await typeCode(page, "def handler(event, context):\n    return 'changed'\n");
    await test.click();
    await page.getByText(/not what is in the editor/).waitFor();
    assert.match((await page.getByTestId("response").textContent()) ?? "", /"key1": "value1"/);
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByText("Changes not deployed").waitFor({ state: "detached" });
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName });
    await test.click();
    await page.getByTestId("response").getByText("changed").waitFor();
    await view.check("tests");
  });
});
