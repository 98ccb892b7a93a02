import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = createRequire(import.meta.url);

/** What a client whose credentials are in its environment never loads. */
const neverNeeded = /\/(credential-provider-(?!env|node)|token-providers|nested-clients)/;

/**
 * Loads the S3 client while the process waits for its function: a function that imports it finds it loaded. Package by package, what
 * others need first, so that a function that comes meanwhile waits for one of them only; `isOver` then ends it.
 */
export async function warmSdk(isOver) {
  for (const path of inOrder("@aws-sdk/client-s3", root, new Set())) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver()) return;
    // Without the SDK functions run all the same, unless they import it: then Node's own error says so.
    await import(path).catch(() => undefined);
  }
}

function* inOrder(name, from, seen) {
  if (seen.has(name) || neverNeeded.test(name)) return;
  seen.add(name);
  const folder = (from.resolve.paths(name) ?? []).map((path) => join(path, name)).find(hasDescription);
  if (!folder) return;
  const inside = createRequire(join(folder, "package.json"));
  for (const dependency of Object.keys(readDescription(folder).dependencies ?? {}))
    yield* inOrder(dependency, inside, seen);
  try {
    yield from.resolve(name);
  } catch {
    // A package of parts only, or of types only.
  }
}

function hasDescription(folder) {
  try {
    return Boolean(readDescription(folder).name);
  } catch {
    return false;
  }
}

function readDescription(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
