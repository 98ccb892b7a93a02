import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { readStored, writeStored } from "../live/stored.ts";

export type Theme = "light" | "dark" | "system";

/** Before the first drawing, so that a dark page does not flash white. */
export function applyStoredTheme(): void {
  applyTheme(storedTheme());
}

export function storedTheme(): Theme {
  return readStored<Theme>("theme", "system");
}

export function storeTheme(theme: Theme): void {
  writeStored("theme", theme);
  applyTheme(theme);
}

export function applyTheme(theme: Theme): void {
  const dark = isDark(theme);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
}

export function isDark(theme: Theme): boolean {
  return theme === "dark" || (theme === "system" && systemIsDark().matches);
}

export function systemIsDark(): MediaQueryList {
  return window.matchMedia("(prefers-color-scheme: dark)");
}
