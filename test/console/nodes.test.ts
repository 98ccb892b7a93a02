import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { startCluster } from "../cluster/cluster.ts";
import { startSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { openConsole } from "./console-page.ts";

const path = "/console/servers/nodes";
const shots = process.env.SQUALL_SCREENSHOTS;

test("the console lists the nodes, at any width; one that stops drains and is gone", {
  skip: skipWithoutChromium,
}, async (context) => {
  await using cluster = await startCluster({ nodes: 2, flags: ["--drain", "4s"] });
  const browser = await launchChromium();
  context.after(() => browser.close());
  const [first, second] = cluster.nodes;
  assert.ok(first && second);
  for (const width of [1280, 390]) {
    const shown = await openConsole(browser, first.endpoint, { width });
    await shown.open(path);
    await shown.page.getByText("Running", { exact: true }).nth(1).waitFor();
    await shown.check(`nodes at ${width}`);
    assert.deepEqual(await shown.accessibilityProblems(), []);
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await shown.page.screenshot({ path: `${shots}/nodes-${width}.png` });
    }
    if (width === 390) {
      const stopped = second.stop();
      await shown.page.getByText("Draining").waitFor();
      await stopped;
      await shown.page.getByText("Draining").waitFor({ state: "detached" });
      assert.equal(await shown.page.getByText("Running", { exact: true }).count(), 1);
    }
    await shown.close();
  }
});

test("a server that is alone says so", { skip: skipWithoutChromium }, async (context) => {
  await using squall = await startSquall();
  const browser = await launchChromium();
  context.after(() => browser.close());
  const shown = await openConsole(browser, squall.endpoint);
  await shown.open(path);
  await shown.page.getByText("This server is alone").waitFor();
  await shown.check("nodes of one");
  await shown.close();
});
