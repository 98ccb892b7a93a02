import assert from "node:assert/strict";
import { test } from "node:test";
import { toQrCode } from "./qr-code.ts";
import { areConsecutiveCodes, codeAt, isCodeOf } from "./totp.ts";

/** The ASCII text `12345678901234567890`, RFC 6238's secret. */
const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test("codes are those of RFC 6238's appendix B, in six digits", () => {
  const at = (seconds: number) => codeAt(seed, Math.floor(seconds / 30));
  assert.deepEqual(
    [at(59), at(1_111_111_109), at(1_234_567_890), at(20_000_000_000)],
    ["287082", "081804", "005924", "353130"],
  );
});

test("a code holds for the step before and after, and two must follow one another", () => {
  const nowMs = 1_111_111_109_000;
  assert.ok(isCodeOf(seed, "081804", nowMs) && isCodeOf(seed, "081804", nowMs + 30_000));
  assert.ok(!isCodeOf(seed, "081804", nowMs + 90_000));
  const step = Math.floor(nowMs / 30_000);
  assert.ok(areConsecutiveCodes(seed, codeAt(seed, step), codeAt(seed, step + 1), nowMs));
  assert.ok(!areConsecutiveCodes(seed, codeAt(seed, step), codeAt(seed, step), nowMs));
});

test("a QR code has its finders in three corners and grows with its text", () => {
  const modules = toQrCode("hello");
  assert.equal(modules.length, 21);
  const finder = (x: number, y: number) => Array.from({ length: 7 }, (_, i) => modules[y]?.[x + i]);
  for (const [x, y] of [
    [0, 0],
    [14, 0],
    [0, 14],
  ] as const)
    assert.deepEqual(finder(x, y), new Array(7).fill(true));
  assert.equal(toQrCode("x".repeat(200)).length, 17 + 4 * 9);
  assert.throws(() => toQrCode("x".repeat(700)), RangeError);
});
