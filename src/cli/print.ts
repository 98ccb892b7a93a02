import { toVisibleLines } from "../platform/visible-text.ts";

/**
 * Writes to standard output. What comes from a server or a function may hold anything: to a terminal it is written so that it cannot
 * control it; into a file or a pipe goes what it is.
 */
export function print(text: string): void {
  process.stdout.write(process.stdout.isTTY ? toVisibleLines(text) : text);
}

/** The same on standard error. */
export function complain(text: string): void {
  process.stderr.write(process.stderr.isTTY ? toVisibleLines(text) : text);
}
