import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileGlob, globParts } from "./glob.ts";

const matches = (pattern: string, text: string) => compileGlob(globParts(pattern))(text);

describe("patterns of * and ?", () => {
  for (const [pattern, text, expected] of [
    ["", "", true],
    ["", "a", false],
    ["a", "a", true],
    ["a", "ab", false],
    ["*", "", true],
    ["*", "anything\nat all", true],
    ["?", "", false],
    ["?", "a", true],
    ["a*", "a", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["*b", "ab", true],
    ["*a*b*c*", "xaybzc", true],
    ["*a*b*c*", "xcybza", false],
    ["a**b", "ab", true],
    ["*?", "", false],
    ["?*?", "ab", true],
    ["*ab?d*", "xabababcd", true],
    ["*a?*?b", "acb", false],
    ["*a?*?b", "accb", true],
    ["a.c", "abc", false],
    ["a?c*e?g", "abcdefg", true],
    ["*ab*ab", "ab", false],
    ["*ab*ab", "abab", true],
  ] as const) {
    it(`${pattern} and ${JSON.stringify(text)}: ${expected}`, () => assert.equal(matches(pattern, text), expected));
  }

  it("agree with the plain definition", () => {
    const texts = ["", "a", "b", "ab", "ba", "aab", "abab", "bbab", "aabba"];
    const patterns = everyText("ab*?", 5);
    for (const pattern of patterns) {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      for (const text of texts) assert.equal(matches(pattern, text), expression.test(text), `${pattern} and ${text}`);
    }
  });
});

function everyText(alphabet: string, length: number): string[] {
  if (length === 0) return [""];
  return everyText(alphabet, length - 1).flatMap((text) => [...alphabet].map((character) => text + character));
}
