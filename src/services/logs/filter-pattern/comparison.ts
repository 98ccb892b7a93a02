import type { TextTest } from "../../regex/regex-matcher.ts";
import { parseDecimal } from "./decimal.ts";
import type { PatternReader } from "./pattern-reader.ts";

const operators = ["!=", "<=", ">=", "=", "<", ">"] as const;
type Operator = (typeof operators)[number];

/**
 * Reads `= value`, `!= "a value*"`, `> 10e-3`, `= %expression%`. `bare` is the sticky expression for a value without quotes.
 * The test takes what the event has there, as text.
 */
export function readComparison(reader: PatternReader, bare: RegExp): TextTest {
  reader.skipSpace();
  const operator = operators.find((each) => reader.take(each)) ?? reader.fail();
  reader.skipSpace();
  const isEqual = readEquality(reader, bare, operator);
  return operator === "!=" ? (value, run) => !isEqual(value, run) : isEqual;
}

/** The test of a value that is to be equal, or in the order that the operator says. */
function readEquality(reader: PatternReader, bare: RegExp, operator: Operator): TextTest {
  const isOrder = operator !== "=" && operator !== "!=";
  const regex = reader.regex();
  if (regex) return isOrder ? reader.fail() : regex;
  const phrase = reader.quoted();
  if (phrase !== undefined) return isOrder ? reader.fail() : toTextTest(phrase);
  const word = reader.match(bare) ?? reader.fail();
  const wanted = parseDecimal(word);
  if (wanted !== undefined) return toNumberTest(isOrder ? operator : "=", wanted);
  return isOrder ? reader.fail() : toTextTest(word);
}

const orders: Readonly<Record<Exclude<Operator, "!=">, (value: number, wanted: number) => boolean>> = {
  "=": (value, wanted) => value === wanted,
  "<": (value, wanted) => value < wanted,
  ">": (value, wanted) => value > wanted,
  "<=": (value, wanted) => value <= wanted,
  ">=": (value, wanted) => value >= wanted,
};

/** What is no number is neither equal to one nor before or behind it. */
function toNumberTest(operator: keyof typeof orders, wanted: number): TextTest {
  const holds = orders[operator];
  return (text) => {
    const value = parseDecimal(text);
    return value !== undefined && holds(value, wanted);
  };
}

/** `*` stands for any text at the beginning and the end only: `Ev*ent` is that text itself. */
function toTextTest(wanted: string): TextTest {
  if (/^\*+$/.test(wanted)) return () => true;
  const opens = wanted.startsWith("*");
  const closes = wanted.endsWith("*");
  const text = wanted.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (opens && closes) return (value) => value.includes(text);
  if (opens) return (value) => value.endsWith(text);
  if (closes) return (value) => value.startsWith(text);
  return (value) => value === text;
}
