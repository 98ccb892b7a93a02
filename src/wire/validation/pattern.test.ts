import assert from "node:assert/strict";
import { test } from "node:test";
import { readGenerated } from "../model/load-model.ts";
import type { ModelFile } from "../model/model-file.ts";
import { readRegistry } from "../registry.ts";
import { compilePattern, isSingleClass, patternCharacters } from "./pattern.ts";

const patterns = [
  ...new Set(
    readRegistry().flatMap(({ name }) =>
      (readGenerated(name) as ModelFile).constraints.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern])),
    ),
  ),
];

test("JavaScript can say every pattern of every model", () => {
  assert.ok(patterns.length > 200);
  assert.deepEqual(
    patterns.filter((pattern) => compilePattern(pattern) === undefined),
    [],
  );
});

test("a pattern must match the whole value", () => {
  const pattern = compilePattern("[a-z]+|[0-9]+")!;
  assert.deepEqual(
    ["abc", "12", "a1", "a\n", ""].map((value) => pattern.test(value)),
    [true, true, false, false, false],
  );
});

test("Java's classes, flags and escapes mean what they mean in Java", () => {
  assert.equal(compilePattern("\\p{Print}+")!.test("a b~"), true);
  assert.equal(compilePattern("\\p{Print}+")!.test("a\tb"), false);
  assert.equal(compilePattern("[^\\p{Cntrl}]*")!.test("é"), true);
  assert.equal(compilePattern("[^\\p{Cntrl}]*")!.test("\u0007"), false);
  assert.equal(compilePattern("[\\p{Upper}\\p{Digit}_]+")!.test("A_1"), true);
  assert.equal(compilePattern("[\\p{L}\\p{Z}-_]*")!.test("é -_"), true);
  assert.equal(compilePattern("(?i)all|[0-9]{12}")!.test("ALL"), true);
  assert.equal(compilePattern("[\\w-_]*")!.test("a-_"), true);
  assert.equal(compilePattern("[0-9A-Za-z][\\-\\.\\_0-9A-Za-z]*")!.test("a-._"), true);
});

test("a single class may be matched at any length", () => {
  assert.deepEqual(["[\\w+=,.@-]+", "^[a-z\\]]*$", "[a-z]+[0-9]+", "(a|b)+", ".*"].map(isSingleClass), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("no pattern takes long for a value that almost matches", () => {
  const slow: string[] = [];
  for (const source of patterns) {
    const pattern = compilePattern(source)!;
    for (const value of almostMatching) {
      // Processor time, which other processes do not lengthen: a square takes some 20 ms here, anything worse takes minutes.
      const before = process.cpuUsage();
      pattern.test(value);
      if (process.cpuUsage(before).user > 1_000_000) slow.push(source);
    }
  }
  assert.deepEqual([...new Set(slow)], []);
});

/** Long runs of what repeated groups match, ended by what they do not. */
const almostMatching = [
  "a",
  "a ",
  "-a",
  "a-",
  "/a",
  "a.",
  ":a",
  "1",
  "1a",
  "A",
  "aa::",
  "a@",
  "arn:aws:",
  "\t a",
  "a/b:",
  "com.amazonaws.vpce.",
  "us-east-",
  "_",
  "(a)",
  "\u0001",
].flatMap((unit) => {
  const run = unit.repeat(patternCharacters / unit.length);
  return [`${run}\u0000`, `arn:aws:${run}\u0000`, `a@${run}\u0000`, `${run}`];
});
