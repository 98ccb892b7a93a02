import { createHmac } from "node:crypto";
import { alphabets } from "../../../platform/random.ts";

const stepMs = 30_000;

/**
 * Whether the code is a device's of now, or of the step before or after: clocks of devices differ. Source: RFC 6238 with SHA-1,
 * 30 seconds and six digits, which is what AWS's virtual devices do.
 */
export function isCodeOf(seed: string, code: string, nowMs: number): boolean {
  const step = Math.floor(nowMs / stepMs);
  return [step, step - 1, step + 1].some((each) => codeAt(seed, each) === code);
}

/** Whether the two are codes of one step and the next, as a device shows them one after the other around now. */
export function areConsecutiveCodes(seed: string, first: string, second: string, nowMs: number): boolean {
  const step = Math.floor(nowMs / stepMs);
  return [-2, -1, 0, 1].some(
    (offset) => codeAt(seed, step + offset) === first && codeAt(seed, step + offset + 1) === second,
  );
}

/** The six digits that a device with this base 32 seed shows in the given step of 30 seconds. */
export function codeAt(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.max(step, 0)));
  const digest = createHmac("sha1", fromBase32(seed)).update(counter).digest();
  const offset = (digest[digest.length - 1] ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    bits = ((bits << 5) | alphabets.base32.indexOf(character)) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
    }
  }
  return Buffer.from(bytes);
}
