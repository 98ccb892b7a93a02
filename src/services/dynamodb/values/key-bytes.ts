import type { AttributeValue } from "./attribute-value.ts";
import { readDecimal } from "./number.ts";

/**
 * A key attribute as bytes whose order is that of the values: strings as UTF-8, bytes as they are, numbers so that a longer one sorts right. They have no mark at their
 * end, so bytes that follow others need a length or a column of their own.
 */
export function keyBytes(value: AttributeValue): Buffer {
  if (value.S !== undefined) return Buffer.from(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return Buffer.from(value.B.buffer, value.B.byteOffset, value.B.byteLength);
  throw new Error("a key of a type that none can have");
}

/**
 * Sign, exponent, and the digits in pairs. A pair is 1 to 100, so that what ends earlier is smaller; in a negative number everything is turned round, and
 * an end above all pairs follows.
 */
function numberBytes(text: string): Buffer {
  const { isNegative, digits, exponent } = readDecimal(text);
  if (digits === "") return Buffer.from([zeroSign]);
  const pairs = Math.ceil(digits.length / 2);
  const bytes = Buffer.allocUnsafe(2 + pairs + (isNegative ? 1 : 0));
  const biased = exponent + exponentBias;
  bytes[0] = isNegative ? negativeSign : positiveSign;
  bytes[1] = isNegative ? 255 - biased : biased;
  for (let pair = 0; pair < pairs; pair++) {
    const at = pair * 2;
    const tens = digits.charCodeAt(at) - 0x30;
    const ones = at + 1 < digits.length ? digits.charCodeAt(at + 1) - 0x30 : 0;
    const number = tens * 10 + ones;
    bytes[2 + pair] = isNegative ? 100 - number : number + 1;
  }
  if (isNegative) bytes[2 + pairs] = 0xff;
  return bytes;
}

const negativeSign = 0x40;
const zeroSign = 0x80;
const positiveSign = 0xc0;
/** The smallest exponent is -130, the largest 125. */
const exponentBias = 130;
