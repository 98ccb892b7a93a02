// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePattern } from "./pattern.ts";

test("a pattern finds what a regular expression of the same meaning finds", () => {
  const options = { wildcards: true, variables: false };
  let state = 3;
  const next = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[next(alphabet.length)]).join("");
  for (let round = 0; round < 5_000; round++) {
    const pattern = text("ab*?:", next(7));
    const value = text("ab:", next(7));
    const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    assert.equal(compilePattern(pattern, options)(value, {}), expression.test(value), `${pattern} on ${value}`);
  }
});

test("wildcards that a backtracking matcher would try for ever are decided at once", () => {
  const pattern = compilePattern(`${"a*".repeat(50)}b`, { wildcards: true, variables: false });
  const started = performance.now();
  assert.equal(pattern("a".repeat(10_000), {}), false);
  assert.ok(performance.now() - started < 1_000);
});

test("case, variables and the characters that stand for themselves", () => {
  const matches = (pattern: string, value: string, keys = {}) =>
    compilePattern(pattern, { wildcards: true, ignoreCase: true, variables: true })(value, keys);
  assert.ok(matches("S3:Get*", "s3:getobject"));
  assert.ok(matches("${aws:username}/*", "ALICE/x", { "aws:username": ["alice"] }));
  assert.ok(matches("a${*}${?}${$}", "a*?$"));
  assert.ok(!matches("a${*}", "ab"));
  assert.ok(!matches("${many}", "a", { many: ["a", "b"] }));
  assert.ok(matches("${many, 'a'}", "a", { many: ["a", "b"] }));
  assert.ok(matches("${open", "${open"));
});
