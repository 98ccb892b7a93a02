import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../../platform/pace.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import { Message, matchInTurns } from "./message.ts";

/** Long, and no part of it says what the next one is. */
function noise(): string {
  let state = 9;
  let text = "";
  while (text.length < 300_000) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += (state >>> 16) % 2 === 0 ? "a" : "b";
  }
  return text;
}

const text = noise();
const numbers = Array.from({ length: 100_000 }, (_, index) => index);
const cases: readonly [pattern: string, message: string, isMatch: boolean][] = [
  ["%a.{0,490}c%", text, false],
  ["%a.{0,490}c%", `${text}c`, true],
  ["?%a.{0,490}c% ?%b.{0,490}d%", `${text}d`, true],
  ["{ $.a = %a.{0,490}c% || $.b = %a.{0,490}d$% }", JSON.stringify({ a: text, b: `${text}d` }), true],
  ["{ $.* = %1.{0,9}0000000% || $.99999 = 99999 }", JSON.stringify(numbers).replace(/^/, '{"x":').concat("}"), false],
  ["{ $.x[*] = %999[89]8% }", JSON.stringify({ x: numbers }), true],
  ["[first, second = %a.{0,490}c%]", `one ${text}c`, true],
  [Array.from({ length: 200 }, (_, index) => `?c${index}`).join(" "), text, false],
];

test("one huge event keeps nobody waiting, whatever the pattern", async () => {
  for (const [pattern, message, isMatch] of cases) {
    const { matches } = parseFilterPattern(pattern);
    let longestMs = 0;
    let beganUs = process.cpuUsage();
    let ended = false;
    const look = () => {
      const { user, system } = process.cpuUsage(beganUs);
      longestMs = Math.max(longestMs, (user + system) / 1_000);
      beganUs = process.cpuUsage();
      if (!ended) setImmediate(look);
    };
    setImmediate(look);
    const found = await matchInTurns(matches, new Message(message), new Pace());
    ended = true;
    look();
    assert.equal(found, isMatch, pattern);
    assert.ok(longestMs < 150, `${longestMs} ms at a time for ${pattern}`);
  }
});
