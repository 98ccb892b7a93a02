import { type AttributeValue, type Item, typeOf } from "./attribute-value.ts";

/** Bytes of an item as AWS counts them: its names and its values. Source: "DynamoDB item sizes and formats". */
export function itemSize(item: Readonly<Item>): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}

/** Bytes of a value as AWS counts them. Numbers are canonical. */
export function valueSize(value: AttributeValue): number {
  switch (typeOf(value)) {
    case "S":
      return Buffer.byteLength(value.S!);
    case "N":
      return numberSize(value.N!);
    case "B":
      return value.B!.byteLength;
    case "SS":
      return value.SS!.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    case "NS":
      return value.NS!.reduce((sum, text) => sum + numberSize(text), 0);
    case "BS":
      return value.BS!.reduce((sum, bytes) => sum + bytes.byteLength, 0);
    case "NULL":
    case "BOOL":
      return 1;
    case "L":
      return value.L!.reduce((sum, element) => sum + 1 + valueSize(element), containerBytes);
    case "M":
      return containerBytes + Object.keys(value.M!).length + itemSize(value.M!);
  }
}

const containerBytes = 3;

/** Two digits take a byte, in pairs that begin at the point; the exponent and a sign take one each. */
export function numberSize(text: string): number {
  if (text === "0") return 1;
  const isNegative = text.charCodeAt(0) === 0x2d;
  const unsigned = isNegative ? text.slice(1) : text;
  const point = unsigned.indexOf(".");
  const whole = point === -1 ? unsigned : unsigned.slice(0, point);
  let digits: number;
  let exponent: number;
  if (whole !== "0") {
    exponent = whole.length - 1;
    digits = point === -1 ? withoutTrailingZeros(whole) : unsigned.length - 1;
  } else {
    let first = point + 1;
    while (unsigned.charCodeAt(first) === 0x30) first += 1;
    exponent = point - first;
    digits = unsigned.length - first;
  }
  const padding = digits % 2 !== 0 || exponent % 2 !== 0 ? 0 : 1;
  return 1 + Math.ceil(digits / 2) + padding + (isNegative ? 1 : 0);
}

function withoutTrailingZeros(digits: string): number {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return end;
}
