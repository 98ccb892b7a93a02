import { type AddressRange, readIpAddress } from "./ip-address.ts";

/** A leaf of an event. */
export type Scalar = string | number | boolean | null;

/** One of the alternatives that a leaf may have. */
export type ValueTest =
  | { readonly kind: "exact"; readonly value: Scalar }
  /** An address, however it is written. */
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "prefix" | "suffix" | "whole"; readonly text: string; readonly ignoresCase: boolean }
  | { readonly kind: "wildcard"; readonly wildcard: Wildcard }
  | { readonly kind: "range"; readonly range: NumericRange }
  | { readonly kind: "cidr"; readonly block: AddressRange }
  | { readonly kind: "exists" }
  | { readonly kind: "absent" }
  /** Strings or numbers, never both. */
  | { readonly kind: "not-values"; readonly values: ReadonlySet<string | number> }
  /** None of these: what is no string is something else than any of them. */
  | { readonly kind: "not"; readonly tests: readonly ValueTest[] };

export interface NumericRange {
  readonly bottom: number;
  readonly top: number;
  readonly openBottom: boolean;
  readonly openTop: boolean;
}

/** The text before the first star, those between two, and that behind the last; one without a star is an exact text. */
export interface Wildcard {
  readonly first: string;
  readonly middle: readonly string[];
  readonly last: string | undefined;
}

/** Whether a leaf's value is what the test asks for. One that asks for its absence is never met by a value. */
export function passes(test: ValueTest, value: Scalar): boolean {
  switch (test.kind) {
    case "exact":
      return value === test.value;
    case "address":
      return typeof value === "string" && readIpAddress(value) === test.address;
    case "prefix":
      return typeof value === "string" && toCase(test, value).startsWith(test.text);
    case "suffix":
      return typeof value === "string" && toCase(test, value).endsWith(test.text);
    case "whole":
      return typeof value === "string" && toCase(test, value) === test.text;
    case "wildcard":
      return typeof value === "string" && matchesWildcard(test.wildcard, value);
    case "range":
      return typeof value === "number" && isWithin(test.range, value);
    case "cidr": {
      const address = typeof value === "string" ? readIpAddress(value) : undefined;
      return address?.length === test.block.first.length && address >= test.block.first && address <= test.block.last;
    }
    case "exists":
      return true;
    case "absent":
      return false;
    case "not-values":
      return !test.values.has(value as string | number);
    case "not":
      return !test.tests.some((inner) => passes(inner, value));
  }
}

function toCase({ ignoresCase }: { readonly ignoresCase: boolean }, text: string): string {
  return ignoresCase ? text.toLowerCase() : text;
}

function isWithin({ bottom, top, openBottom, openTop }: NumericRange, value: number): boolean {
  return (openBottom ? value > bottom : value >= bottom) && (openTop ? value < top : value <= top);
}

/** What stands between stars is taken at its first place: a later one could leave no more for what follows. So no place is looked at twice. */
export function matchesWildcard({ first, middle, last }: Wildcard, value: string): boolean {
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const part of middle) {
    // Many values that are shorter than a long part must not cost what reading the part does, for each of them.
    if (at + part.length > end) return false;
    const found = part.length > shortPart ? findLong(part, value, at) : value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

/** Up to it the engine's own search, which looks at a character once for each of the part's at worst, is as good as any. */
const shortPart = 16;

/** As `indexOf`, and looks at each character once (Knuth, Morris and Pratt): a part of thousands of one character would cost seconds otherwise. */
function findLong(part: string, value: string, from: number): number {
  const failure = new Int32Array(part.length);
  for (let index = 1, length = 0; index < part.length; index++) {
    const code = part.charCodeAt(index);
    while (length > 0 && part.charCodeAt(length) !== code) length = failure[length - 1] ?? 0;
    if (part.charCodeAt(length) === code) length += 1;
    failure[index] = length;
  }
  for (let index = from, length = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    while (length > 0 && part.charCodeAt(length) !== code) length = failure[length - 1] ?? 0;
    if (part.charCodeAt(length) === code) length += 1;
    if (length === part.length) return index - length + 1;
  }
  return -1;
}
