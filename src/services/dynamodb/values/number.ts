import { validationException } from "./validation-exception.ts";

/** A number taken apart: 0.d₁d₂d₃… × 10^(exponent + 1), without zeros at either end; zero has no digits. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  /** Of ten, for the first digit: 1 has 0, 10 has 1, 0.1 has -1. */
  readonly exponent: number;
}

/** Source: "Supported data types and naming rules in Amazon DynamoDB", *Number*. */
export const numberLimits = { digits: 38, largestExponent: 125, smallestExponent: -130 } as const;

/**
 * The one text that a number has: as few digits as it takes, no exponent. Throws AWS's errors for what is no number, and for one that is too large, too small
 * or too precise.
 */
export function normalizeNumber(text: string): string {
  // Nearly every number that comes is a short whole one, and canonical.
  if (isShortWhole(text)) return text;
  return formatDecimal(checkedDecimal(readDecimal(text)));
}

/** A number's parts. Throws AWS's error for what is no number. An exponent is one of 32 bits, as Java's BigDecimal has it. */
export function readDecimal(text: string): Decimal {
  const parts = numberSyntax.exec(text);
  const whole = parts?.[2] ?? "";
  const fraction = parts?.[3] ?? "";
  const shift = Number(parts?.[4] ?? 0);
  if (!parts || whole.length + fraction.length === 0 || Math.abs(shift) > largestShift) {
    throw validationException(
      text === ""
        ? "The parameter cannot be converted to a numeric value"
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  }
  return toDecimal(parts[1] === "-", whole + fraction, whole.length - 1 + shift);
}

/** The text without exponent; of a number within the limits, or its length is whatever the exponent says. */
export function formatDecimal({ isNegative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = isNegative ? "-" : "";
  if (exponent < 0) return `${sign}0.${"0".repeat(-1 - exponent)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, "0");
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** The exact sum of two canonical numbers, as a canonical one. What 38 digits cannot hold is, in AWS's words, an overflow. */
export function addNumbers(left: string, right: string): string {
  if (isShortWhole(left) && isShortWhole(right)) return String(Number(left) + Number(right));
  const [a, b] = [readDecimal(left), readDecimal(right)];
  const lowest = Math.min(lastExponent(a), lastExponent(b));
  const sum = toUnits(a, lowest) + toUnits(b, lowest);
  const text = String(sum < 0n ? -sum : sum);
  const decimal = toDecimal(sum < 0n, text, lowest + text.length - 1);
  if (decimal.digits.length > numberLimits.digits) throw numberOverflow();
  return formatDecimal(checkedDecimal(decimal));
}

/** The exact difference of two canonical numbers. */
export function subtractNumbers(left: string, right: string): string {
  return addNumbers(left, right.startsWith("-") ? right.slice(1) : right === "0" ? right : `-${right}`);
}

/** Less than, equal to or greater than zero, of two canonical numbers. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  const isNegative = left.startsWith("-");
  if (isNegative !== right.startsWith("-")) return isNegative ? -1 : 1;
  const [low, high] = isNegative ? [right.slice(1), left.slice(1)] : [left, right];
  // With as many digits before the point, texts have the order of their numbers.
  const order = wholeDigits(low) - wholeDigits(high);
  return order !== 0 ? order : low < high ? -1 : 1;
}

const numberSyntax = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const largestShift = 2 ** 31 - 1;
const shortDigits = 15;

/** A canonical whole number that a double holds, with another added to it. */
function isShortWhole(text: string): boolean {
  const begin = text.charCodeAt(0) === minus ? 1 : 0;
  const count = text.length - begin;
  if (count === 0 || count > shortDigits) return false;
  if (text.charCodeAt(begin) === zero && text !== "0") return false;
  for (let at = begin; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return false;
  }
  return true;
}

function toDecimal(isNegative: boolean, digits: string, exponent: number): Decimal {
  let begin = 0;
  while (begin < digits.length && digits.charCodeAt(begin) === zero) begin += 1;
  let end = digits.length;
  while (end > begin && digits.charCodeAt(end - 1) === zero) end -= 1;
  if (begin === end) return { isNegative: false, digits: "", exponent: 0 };
  return { isNegative, digits: digits.slice(begin, end), exponent: exponent - begin };
}

function checkedDecimal(decimal: Decimal): Decimal {
  if (decimal.exponent > numberLimits.largestExponent) throw numberOverflow();
  if (decimal.exponent < numberLimits.smallestExponent)
    throw validationException(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  if (decimal.digits.length > numberLimits.digits)
    throw validationException("Attempting to store more than 38 significant digits in a Number");
  return decimal;
}

function numberOverflow() {
  return validationException(
    "Number overflow. Attempting to store a number with magnitude larger than supported range",
  );
}

/** Of ten, for the last digit. */
function lastExponent({ digits, exponent }: Decimal): number {
  return digits === "" ? numberLimits.largestExponent : exponent - digits.length + 1;
}

/** The number counted in units of that power of ten. */
function toUnits(decimal: Decimal, power: number): bigint {
  if (decimal.digits === "") return 0n;
  const units = BigInt(decimal.digits + "0".repeat(lastExponent(decimal) - power));
  return decimal.isNegative ? -units : units;
}

function wholeDigits(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? text.length : point;
}

const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
