import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";

const characters = 20_000;
/** A quadratic one needs two hundred million steps. */
const mostMs = 60;

const search = new Script(
  "for (expression.lastIndex = 0; expression.exec(text) && expression.global; ) if (expression.lastIndex === 0) break;",
);

const sandbox = createContext({});
/** Statements that stand in the sources. */
const ours: ReadonlySet<string> = new Set(["storage/named-parameters.ts"]);

/**
 * Every regular expression in the sources takes time in proportion to the text, as far as repetition can show: each is given texts that repeat
 * what it is made of, with an end that does not fit, so that it must try again wherever it can.
 */
describe("regular expressions", () => {
  for (const [literal, paths] of literals()) {
    it(`${literal} in ${paths.join(", ")}`, () => {
      const units = unitsOf(literal);
      const begins = ["", "a", ...units.filter(({ length }) => length > 1)];
      const texts = units.flatMap((unit) => begins.map((begin) => begin + unit.repeat(characters / unit.length)));
      const expression = new Function(`return ${literal}`)() as RegExp;
      for (const text of texts) for (const end of ["", "\u0000"]) assertQuick(expression, text + end);
    });
  }
});

function assertQuick(expression: RegExp, text: string): void {
  Object.assign(sandbox, { expression, text });
  let least = Number.POSITIVE_INFINITY;
  // So that nothing else that the machine does is counted.
  for (let tries = 0; tries < 4 && least > mostMs; tries++) {
    const startedUs = process.cpuUsage();
    try {
      search.runInContext(sandbox, { timeout: 2_000 });
    } catch {
      // It was stopped.
    }
    least = Math.min(least, process.cpuUsage(startedUs).user / 1_000);
  }
  assert.ok(least <= mostMs, `${Math.round(least)} ms for ${JSON.stringify(text.slice(0, 40))}…`);
}

/** What it names itself, and one character of each kind. */
function unitsOf(literal: string): string[] {
  const source = literal.slice(1, literal.lastIndexOf("/"));
  const words = source.replace(/\\[a-zA-Z]|[()[\]{}?*+|^$]/g, " ").match(/[^\s\\]{2,}/g) ?? [];
  const signs = source.replace(/\\[a-zA-Z]/g, "").match(/[-:;,./=<>"'`#%&@!_~(){}[\]*|$]/g) ?? [];
  return [...new Set(["a", "0", " ", "\n", ...signs, ...words.map((word) => word.slice(0, 20)).slice(0, 4)])];
}

/** Those of the sources with where they stand, but for what only reads our own texts. */
function literals(): Map<string, string[]> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const found = new Map<string, string[]>();
  const literal =
    /(?<=[=(,:[!&|?{};]\s*|return |=> |\n\s+)\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/g;
  for (const path of readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts") || /\.test\.ts$|\/test-|generated\/|fixtures\/|contract/.test(path) || ours.has(path))
      continue;
    const text = readFileSync(`${root}src/${path}`, "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
    for (const [expression] of text.matchAll(literal)) {
      if (!expression.startsWith("/${")) found.set(expression, [...(found.get(expression) ?? []), path]);
    }
  }
  return found;
}
