import { ownValue } from "../../../platform/own-value.ts";
import { notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { FilterExpression } from "../model.ts";
import { type CostRow, checkDimension } from "./cost-row.ts";

export interface CostFilter {
  readonly matches: (row: CostRow) => boolean;
  /** Whether it asks for record types: only then the free tier's credits are among the rows. */
  readonly namesRecordType: boolean;
}

/** Source: "Expression". Each one has exactly one of its members. */
export function toFilter(expression: FilterExpression | undefined): CostFilter {
  if (!expression) return { matches: () => true, namesRecordType: false };
  const names = new Set<string>();
  return { matches: compile(expression, names, 0), namesRecordType: names.has("RECORD_TYPE") };
}

type Test = (row: CostRow) => boolean;

function compile(expression: FilterExpression, names: Set<string>, depth: number): Test {
  if (depth > limits.filterDepth) throw validation("The filter is nested too deeply.");
  const { And, Or, Not, Dimensions, Tags, CostCategories } = expression;
  if ([And, Or, Not, Dimensions, Tags, CostCategories].filter((member) => member !== undefined).length !== 1) {
    throw validation("An expression can have only one of And, Or, Not, Dimensions, Tags and CostCategories.");
  }
  const inner = (child: FilterExpression) => compile(child, names, depth + 1);
  if (And || Or) {
    const tests = (And ?? Or ?? []).map(inner);
    if (tests.length < 2) throw validation("And and Or take at least two expressions.");
    return And ? (row) => tests.every((test) => test(row)) : (row) => tests.some((test) => test(row));
  }
  if (Not) {
    const test = inner(Not);
    return (row) => !test(row);
  }
  if (CostCategories) throw notSupported("cost categories");
  return Dimensions ? compileDimension(Dimensions, names) : compileTag(Tags ?? {});
}

interface Values {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
  readonly MatchOptions?: readonly string[] | undefined;
}

function compileDimension(given: Values, names: Set<string>): Test {
  const key = checkDimension(given.Key);
  names.add(key);
  const matches = toMatch(given);
  return ({ dimensions }) => matches(dimensions[key]);
}

function compileTag(given: Values): Test {
  const key = given.Key ?? "";
  if (given.MatchOptions?.includes("ABSENT")) return ({ tags }) => ownValue(tags, key) === undefined;
  const matches = toMatch(given);
  return ({ tags }) => matches(ownValue(tags, key) ?? "");
}

function toMatch({ Key, Values = [], MatchOptions = [] }: Values): (value: string) => boolean {
  if (Values.length === 0) throw validation(`The filter on ${Key} needs values.`);
  const unknown = MatchOptions.find((option) => !options.has(option));
  if (unknown !== undefined) throw notSupported(`the match option ${unknown}`);
  const ignoresCase = MatchOptions.includes("CASE_INSENSITIVE");
  const fold = (text: string) => (ignoresCase ? text.toLowerCase() : text);
  const wanted = Values.map(fold);
  const compare = MatchOptions.map((option) => options.get(option)).find((found) => found) ?? ((a, b) => a === b);
  return (value) => wanted.some((text) => compare(fold(value), text));
}

/** How a value is compared with one that is wanted. */
const options: ReadonlyMap<string, ((value: string, wanted: string) => boolean) | undefined> = new Map([
  ["EQUALS", (value, wanted) => value === wanted],
  ["STARTS_WITH", (value, wanted) => value.startsWith(wanted)],
  ["ENDS_WITH", (value, wanted) => value.endsWith(wanted)],
  ["CONTAINS", (value, wanted) => value.includes(wanted)],
  ["CASE_SENSITIVE", undefined],
  ["CASE_INSENSITIVE", undefined],
] as [string, ((value: string, wanted: string) => boolean) | undefined][]);
