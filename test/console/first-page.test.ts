import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";

const largestBytes = 500 * 1024;
/** Before the heading shows: the page, its code and style, a font or two, and who we are. */
const mostRequests = 20;

describe("the console's first page", { skip: skipWithoutChromium, timeout: 60_000 }, () => {
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

  it("is light, and needs few answers", async (test) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    let bytes = 0;
    let requests = 0;
    network.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
    });
    const startedMs = performance.now();
    await page.goto(`${squall.endpoint}/`);
    await page.getByRole("heading", { level: 1, name: "Console Home" }).waitFor();
    // Told and not judged: it is the machine's load that decides here.
    test.diagnostic(`the heading shows after ${Math.round(performance.now() - startedMs)} ms`);
    assert.ok(requests <= mostRequests, `${requests} requests`);
    await page.waitForLoadState("networkidle");
    assert.ok(bytes > 0 && bytes <= largestBytes, `${bytes} bytes`);
    await context.close();
  });
});
