import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const dayMs = 24 * 3_600_000;
/** How long a build takes to write its files, with room. */
const buildMs = 60_000;

/**
 * Removes from dist/src/ what builds before the last one have left there: chunks have their content in their names, and so lie beside one another. The
 * last build's stay, and those of the last day: a server that runs may not have loaded all its operations yet.
 */
export function dropFormerChunks(dist: string, nowMs: number): void {
  const [main, chunks] = [join(dist, "main.js"), join(dist, "chunks")];
  if (!existsSync(chunks)) return;
  const lastBuiltMs = existsSync(main) ? statSync(main).mtimeMs : Number.POSITIVE_INFINITY;
  for (const name of readdirSync(chunks)) {
    const { mtimeMs } = statSync(join(chunks, name));
    if (mtimeMs < lastBuiltMs - buildMs && mtimeMs < nowMs - dayMs) rmSync(join(chunks, name));
  }
}
