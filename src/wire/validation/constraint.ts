import { isAnyNumber } from "../codec/integer.ts";
import { printDouble } from "../codec/text-value.ts";
import type { ConstraintRecord } from "../model/model-file.ts";
import type { Shape } from "../model/shape.ts";
import { compilePattern, isSingleClass, patternCharacters } from "./pattern.ts";

/** One thing a value must satisfy, in AWS's words, and whether a value does. */
export interface Constraint {
  readonly text: string;
  /** The words of a service that tells no values, neither the request's nor those it would take; `text` where they are the same. */
  readonly hiddenText?: string;
  readonly accepts: (value: unknown) => boolean;
}

/** What constrains a value itself, not what it holds. In the order in which AWS reports several of one value. */
export function constraintsOf(record: ConstraintRecord, shape: Shape): Constraint[] {
  const { min, max, pattern } = record;
  const found: Constraint[] = [];
  if (shape.kind === "string" && pattern !== undefined) found.push(...patternConstraint(pattern));
  if (isNumber(shape)) {
    const print = isAnyNumber(shape) ? printDouble : String;
    if (max !== undefined) found.push(atMost("value", max, (value) => value as number, print));
    if (min !== undefined) found.push(atLeast("value", min, (value) => value as number, print));
  } else {
    const length = lengthOf(shape);
    if (length && max !== undefined) found.push(atMost("length", max, length));
    if (length && min !== undefined) found.push(atLeast("length", min, length));
  }
  if (record.enum && (shape.kind === "string" || shape.kind === "list")) found.push(enumConstraint(record, shape));
  const except = record.except === undefined ? undefined : compilePattern(record.except);
  return except ? found.map((constraint) => exceptFor(except, constraint)) : found;
}

function exceptFor(except: RegExp, constraint: Constraint): Constraint {
  return { ...constraint, accepts: (value) => constraint.accepts(value) || except.test(value as string) };
}

function patternConstraint(pattern: string): Constraint[] {
  const expression = compilePattern(pattern);
  if (expression === undefined) return [];
  const isLinear = isSingleClass(pattern);
  // The same function or table is named again and again: a value like the last good one needs no second look.
  let accepted: unknown;
  return [
    {
      text: `Member must satisfy regular expression pattern: ${pattern}`,
      accepts: (value) => {
        if (value === accepted) return true;
        if ((value as string).length > patternCharacters && !isLinear) return true;
        if (!expression.test(value as string)) return false;
        if ((value as string).length <= rememberedCharacters) accepted = value;
        return true;
      },
    },
  ];
}

const rememberedCharacters = 200;

function enumConstraint({ enum: values = [], alsoTaken = [] }: ConstraintRecord, { kind }: Shape): Constraint {
  const allowed = new Set([...values, ...alsoTaken]);
  return {
    text: `Member must satisfy enum value set: [${values.join(", ")}]`,
    hiddenText: "Member must satisfy enum value set",
    accepts:
      kind === "list"
        ? (value) => (value as string[]).every((item) => item === null || allowed.has(item))
        : (value) => allowed.has(value as string),
  };
}

type Measure = (value: unknown) => number;
type Print = (limit: number) => string;

function atMost(what: "length" | "value", max: number, measure: Measure, print: Print = String): Constraint {
  return {
    text: `Member must have ${what} less than or equal to ${print(max)}`,
    accepts: (value) => measure(value) <= max,
  };
}

function atLeast(what: "length" | "value", min: number, measure: Measure, print: Print = String): Constraint {
  return {
    text: `Member must have ${what} greater than or equal to ${print(min)}`,
    accepts: (value) => measure(value) >= min,
  };
}

function isNumber({ kind }: Shape): boolean {
  return kind === "integer" || kind === "long" || kind === "number" || kind === "double";
}

/** Characters, bytes, items or entries. A stream's length is known only when it ends. */
function lengthOf({ kind }: Shape): Measure | undefined {
  if (kind === "map") return (value) => Object.keys(value as object).length;
  if (kind === "string" || kind === "list" || kind === "blob") return (value) => (value as string).length;
  return undefined;
}
