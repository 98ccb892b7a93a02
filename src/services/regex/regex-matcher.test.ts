import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePatternRegex } from "../logs/filter-pattern/pattern-regex.ts";

/** The same text each time, of which no part says what the next one is. */
function textOf(characters: string, length: number): string {
  let state = 9;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += characters[(state >>> 16) % characters.length];
  }
  return text;
}

test("a text whose every character leads to another set of states takes no minutes", () => {
  const text = textOf("ab", 200_000);
  for (const pattern of ["a.{0,490}c", "a[ab]{490}c", "a.{0,240}b.{0,240}c", `${"a?b?".repeat(120)}c`]) {
    const matches = compilePatternRegex(pattern)!;
    const startedUs = process.cpuUsage();
    assert.equal(matches(text), false, pattern);
    const ms = process.cpuUsage(startedUs).user / 1_000;
    assert.ok(ms < 2_000, `${ms} ms for ${pattern}`);
  }
});

test("past the limit of kept sets it finds what JavaScript's own expressions find", () => {
  const text = textOf("abc", 4_000);
  for (const source of [
    "a.{40}b.{30}ccc$",
    "a[ab]{9}c",
    "^a.{300}b.*cab$",
    "a.{0,60}bbbbb",
    "c{5}.{50}a|b{6}.{60}c",
    "[^c]{30}",
  ]) {
    const matches = compilePatternRegex(source)!;
    // Once to fill what is kept, then with all that follows from it.
    for (let from = 0; from < 3_000; from += 97) {
      const part = text.slice(from);
      assert.equal(matches(part), new RegExp(source).test(part), `${source} from ${from}`);
    }
  }
});
