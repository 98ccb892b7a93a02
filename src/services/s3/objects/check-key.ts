import { keyTooLong } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws KeyTooLongError. Source: "Naming Amazon S3 objects". */
export function checkKey(key: string): void {
  // A key of that many characters may have up to three times the bytes; most are far shorter and not measured.
  if (key.length * 3 <= limits.keyBytes) return;
  const bytes = Buffer.byteLength(key);
  if (bytes > limits.keyBytes) throw keyTooLong(bytes);
}
