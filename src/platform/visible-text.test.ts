import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "./log.ts";
import { toOneLine, toVisibleJson, toVisibleLines } from "./visible-text.ts";

const hostile = [
  "a\nerror forged",
  "a\r\u001b[2Kerror forged",
  "a\u009b2Kforged",
  "a\u2028forged",
  "a\u202eforged",
  "a\u0085forged",
  "a\u007f\u0000\u0008",
  "a\ud800",
];

test("a text from outside is one line of what can be seen", () => {
  assert.equal(
    toOneLine("a\n\r\t\u001b[31m\u009b\u2028\u202e\ud800é€😀"),
    "a\\n\\r\\t\\u001b[31m\\u009b\\u2028\\u202e\\ud800é€😀",
  );
  for (const text of hostile) assert.match(toOneLine(text), /^[\x20-\x7e]*$/);
});

test("lines stay lines where there may be several", () => {
  assert.equal(toVisibleLines("a\n\tb\r\nc\rd\u001b[31m"), "a\n\tb\nc\\rd\\u001b[31m");
});

test("JSON means the same afterwards", () => {
  for (const text of hostile) {
    const json = toVisibleJson({ text });
    assert.match(json, /^[\x20-\x7e]*$/);
    assert.deepEqual(JSON.parse(json), { text });
  }
});

test("Squall's own log has one line for each event, whatever it tells of", () => {
  for (const text of hostile) {
    const lines: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    log.warn(`of ${text}`, { fact: text, [text]: 1 });
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^[\x20-\x7e]*\n$/);
  }
});

test("no fact can be made to look like two", () => {
  const lines: string[] = [];
  createLog("debug", (line) => lines.push(line)).info("said", { error: 'no" status=200', ms: 3, name: "plain" });
  assert.deepEqual(lines, ['info  said error="no\\" status=200" ms=3 name=plain\n']);
});
