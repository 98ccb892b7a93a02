import assert from "node:assert/strict";
import { test } from "node:test";
import { RegexSyntaxError } from "./parse-regex.ts";
import { compileRegex } from "./regex.ts";

test("expressions find what JavaScript's own find, with the same groups", () => {
  const expressions = [
    "a(b|c)*d",
    "(?:x|(y))z?",
    "^(\\w+)\\s+(\\d{1,3})$",
    "(a+?)(a*)",
    "(a|ab)(c|bcd)(d*)",
    "([^,\\]]*),(.*?),(.*)",
    "\\bERR(?:OR)?\\b",
    "\\Bb",
    "[a-f0-9]{8}-[a-f0-9]{4}",
    "(x*)*y",
    "()a",
    "[\\d.-]+ms",
    "日本|é+",
    "[^日]x",
    "a{2,}b{0,2}c{3}",
    "\\x41\\u0042\\t",
    "a\\|b\\.c",
    "(?<first>\\w)(?<second>\\w)",
  ];
  const texts = [
    "",
    "abcbcd",
    "yz x z",
    "word 123",
    "word  1234",
    "aaaa",
    "abcd",
    "one,two],three,four",
    "an ERROR, ERR! NOERR",
    "ab bb",
    "deadbeef-cafe",
    "xxxy",
    "took 12.5ms",
    "in 日本 é",
    "日x éx",
    "aabccc aabbccc",
    "AB\t",
    "a|b.c",
  ];
  for (const source of expressions) {
    const { test: matches, groups } = compileRegex(source);
    for (const text of texts) {
      const expected = new RegExp(source).exec(text);
      assert.equal(matches(text), expected !== null, `${source} in ${text}`);
      assert.deepEqual(groups(text), expected ? [...expected].slice(1) : undefined, `${source} in ${text}`);
    }
  }
});

test("names, case and the final newline are as in Java", () => {
  const named = compileRegex("(?<method>[A-Z]+) (?P<path>\\S+)(x)?");
  assert.deepEqual(named.names, ["method", "path", undefined]);
  assert.deepEqual(named.groups("GET /a"), ["GET", "/a", undefined]);
  assert.ok(compileRegex("(?i)error [a-c]").test("an ErRoR B"));
  assert.ok(!compileRegex("(?i:e)rror").test("ERROR"));
  assert.ok(compileRegex("done$").test("all done\n"));
  assert.ok(compileRegex("\\bdone$").test("all done\n"));
  assert.ok(!compileRegex("done$").test("done\n\n"));
});

test("what is not regular, not complete or too large is refused", () => {
  for (const source of ["(a", "a)", "*a", "a{3,2}", "[a", "a\\", "(?=a)", "(?!a)", "(a)\\1", "(?m)a", "[z-a]", "a++"]) {
    assert.throws(() => compileRegex(source), RegexSyntaxError, source);
  }
  assert.throws(() => compileRegex("(a{1,100}){1,100}"), /more than 500 states/);
  assert.throws(() => compileRegex("(".repeat(60) + ")".repeat(60)), /nested too deeply/);
});

test("an expression that would take for ever to try in turn takes no time", () => {
  const { test: matches, groups } = compileRegex("(a|a)*(a|aa)+b$");
  assert.ok(!matches("a".repeat(50_000)));
  assert.equal(groups(`${"a".repeat(5_000)}bc`), undefined);
  assert.equal(compileRegex("\\b(\\w|\\w\\w)*!").groups("a".repeat(5_000)), undefined);
});
