import type { AttributeValue } from "../values/attribute-value.ts";
import { keyBytes } from "../values/key-bytes.ts";
import { readDecimal } from "../values/number.ts";

/** A key attribute as AWS feeds it to its hash: numbers in the form of decimals that databases of its time have. Source: recorded answers. */
export function hashBytes(value: AttributeValue): Buffer {
  return value.N === undefined ? keyBytes(value) : decimalBytes(value.N);
}

/** An exponent by hundreds, and digits in pairs that begin at the point, each one more than it is; in a negative number they are turned round. */
function decimalBytes(text: string): Buffer {
  const { isNegative, digits, exponent } = readDecimal(text);
  if (digits === "") return Buffer.from([0x80]);
  const beforePoint = exponent + 1;
  const padding = beforePoint % 2 === 0 ? 0 : 1;
  const padded = "0".repeat(padding) + digits;
  const bytes = [(beforePoint + padding) / 2 - 64];
  if (isNegative) bytes[0] = ~(bytes[0] as number);
  for (let at = 0; at < padded.length; at += 2) {
    const pair = Number(padded.slice(at, at + 2).padEnd(2, "0"));
    bytes.push(isNegative ? 101 - pair : pair + 1);
  }
  if (isNegative && bytes.length - 1 < 20) bytes.push(102);
  return Buffer.from(bytes);
}
