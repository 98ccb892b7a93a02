import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** A reason to skip, as node:test takes it; `false` where there is a browser, or where nothing may be skipped. */
export const skipWithoutChromium: string | false =
  process.env.SQUALL_TEST_NO_SKIP || places.some(existsSync)
    ? false
    : "there is no Chromium on this machine: apt-get install chromium";

export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: places.find(existsSync) ?? places[0],
    args: [
      // Root has no sandbox of its own; the pages are ours.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}
