import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const dist = new URL("../../console/dist/", import.meta.url);
/** Compressed, of all that a page needs besides what every page has. */
const largestBytes = 250 * 1024;

/** What a file of the console imports at once, and what it fetches when it is needed. */
function importsOf(name: string): { readonly now: string[]; readonly later: string[] } {
  const text = readFileSync(new URL(`assets/${name}`, dist), "utf8");
  const names = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, file = ""]) => file);
  return {
    now: names(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g),
    later: names(/\bimport\(\s*["'`]\.\/([\w.-]+\.js)["'`]\s*\)/g),
  };
}

test("no page of the console has more than 250 KB of its own, compressed", (context) => {
  const files = readdirSync(new URL("assets/", dist)).filter((name) => name.endsWith(".js"));
  const imports = new Map(files.map((name) => [name, importsOf(name)]));
  const bytes = new Map(files.map((name) => [name, gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length]));
  const closure = (name: string, found = new Set<string>()): Set<string> => {
    if (found.has(name) || !imports.has(name)) return found;
    found.add(name);
    for (const each of imports.get(name)!.now) closure(each, found);
    return found;
  };
  const html = readFileSync(new URL("index.html", dist), "utf8");
  const entries = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name = ""]) => name);
  assert.ok(entries.length > 0, "the page loads a program");
  const initial = new Set(entries.flatMap((name) => [...closure(name)]));
  const loaded = [...new Set([...imports.values()].flatMap(({ later }) => later))];
  assert.ok(loaded.length > 100, `${loaded.length} parts are loaded when they are needed`);
  const weights = loaded.map((name) => {
    const own = [...closure(name)].filter((each) => !initial.has(each));
    return { name, bytes: own.reduce((sum, each) => sum + (bytes.get(each) ?? 0), 0) };
  });
  const heaviest = weights.toSorted((a, b) => b.bytes - a.bytes);
  for (const { name, bytes: weight } of heaviest.slice(0, 5))
    context.diagnostic(`${name}: ${Math.round(weight / 1024)} KB`);
  assert.deepEqual(
    heaviest.filter(({ bytes: weight }) => weight > largestBytes).map(({ name }) => name),
    [],
  );
});
