import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "./log.ts";

test("no text from outside ends a line or a fact's value, or reads like another text", () => {
  let written = "";
  const log = createLog("info", (line) => {
    written += line;
  });
  log.warn("of a\nerror forged", {
    quote: 'a" forged="1',
    backslash: 'a\\" forged="1',
    end: "a\\",
    seen: "a\u001b[2J\u2028b",
    alike: "a\\u001b[2J",
    plain: "a:b/c",
  });
  assert.equal(
    written,
    'warn  of a\\nerror forged quote="a\\" forged=\\"1" backslash="a\\\\\\" forged=\\"1" end="a\\\\"' +
      ' seen="a\\u001b[2J\\u2028b" alike="a\\\\u001b[2J" plain=a:b/c\n',
  );
});
