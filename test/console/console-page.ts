import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
}

/** A browser's page of the console, which notes whatever a user would call broken. */
export interface ConsolePage {
  readonly page: Page;
  /** Opens an address of the console and waits until the page is there. */
  open(path: string): Promise<void>;
  /** Goes to an address within the page, as its links do, without loading it again. */
  go(path: string): Promise<void>;
  /** Fails for what has gone wrong since the last check: errors, warnings, files from elsewhere, a page wider than the window. */
  check(where: string): Promise<void>;
  /** What has gone wrong since it was last asked. */
  problems(): Promise<string[]>;
  /** What axe finds, by all rules of WCAG 2.1 A and AA or only by these. */
  accessibilityProblems(rules?: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

export async function openConsole(
  browser: Browser,
  endpoint: string,
  { width = 1280, dark = false }: Look = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    timezoneId: "UTC",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(endpoint))
      problems.push(`asks elsewhere: ${request.url()}`);
  });

  const isThere = async () => {
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    // Until what the page first asks for has come: a "Loading" that stays is a failure.
    await page.locator('[class*="awsui_status-loading"]').first().waitFor({ state: "detached" });
  };
  const findProblems = async () => {
    const tooWide = Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
    const glued = (await page.evaluate(findGlued)) as string[];
    return [
      ...problems.splice(0),
      ...(tooWide > 0 ? [`${tooWide} pixels wider than the window`] : []),
      ...glued.map((text) => `glued together: ${text}`),
    ];
  };

  return {
    page,
    async open(path) {
      await page.goto(`${endpoint}${path}`);
      await isThere();
    },
    async go(path) {
      await page.evaluate(
        `history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"));`,
      );
      // The page before stays until this one is loaded.
      const { pathname } = new URL(path, endpoint);
      await page.locator(`#top[data-page=${JSON.stringify(pathname)}]`).waitFor();
      await isThere();
    },
    async check(where) {
      assert.deepEqual(await findProblems(), [], where);
    },
    problems: findProblems,
    async accessibilityProblems(rules) {
      const axe = new AxeBuilder({ page })
        // The other mode opens a page of its own for every check, and our pages have no frames.
        .setLegacyMode(true)
        .options({ resultTypes: ["violations"] });
      const { violations } = await (rules
        ? axe.withRules([...rules])
        : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
      ).analyze();
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 300)).join(" | ")}`,
      );
    },
    close: () => context.close(),
  };
}

/**
 * Of the design system's spaced lists, an entry holds one thing: two stand glued together, which is what becomes of a fragment in
 * such a list.
 */
const findGlued = `[...document.querySelectorAll('[class*="awsui_child_"]')]
  .filter((entry) => [...entry.children].filter((child) => child.offsetHeight > 0 && child.tagName !== "SPAN").length > 1)
  .map((entry) => entry.textContent.slice(0, 80))`;
