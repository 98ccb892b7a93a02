/**
 * What all policies have in common, whoever keeps them: the types that their elements may have, and the names of conditions' operators. What must be
 * there, what may not, and how a refusal is worded is each service's own. Source: "Grammar of the IAM JSON policy language".
 */

/** The operators by their names in lower case, without the qualifiers before and behind them. */
export const conditionOperators = [
  "stringequals",
  "stringnotequals",
  "stringequalsignorecase",
  "stringnotequalsignorecase",
  "stringlike",
  "stringnotlike",
  "numericequals",
  "numericnotequals",
  "numericlessthan",
  "numericlessthanequals",
  "numericgreaterthan",
  "numericgreaterthanequals",
  "dateequals",
  "datenotequals",
  "datelessthan",
  "datelessthanequals",
  "dategreaterthan",
  "dategreaterthanequals",
  "bool",
  "binaryequals",
  "ipaddress",
  "notipaddress",
  "arnequals",
  "arnlike",
  "arnnotequals",
  "arnnotlike",
  "null",
] as const;

export type ConditionOperator = (typeof conditionOperators)[number];

export interface OperatorUse {
  readonly operator: ConditionOperator;
  readonly quantity: "all" | "any" | undefined;
  readonly ifExists: boolean;
}

const quantities = { "forallvalues:": "all", "foranyvalue:": "any" } as const;
const known: ReadonlySet<string> = new Set(conditionOperators);

/** `ForAnyValue:StringLikeIfExists`. Undefined for what is no operator. Without regard to case, as AWS does. Source: "IAM JSON policy elements: Condition operators". */
export function splitOperator(name: string): OperatorUse | undefined {
  let rest = name.toLowerCase();
  const prefix = (Object.keys(quantities) as (keyof typeof quantities)[]).find((each) => rest.startsWith(each));
  if (prefix) rest = rest.slice(prefix.length);
  const ifExists = rest.endsWith("ifexists");
  if (ifExists) rest = rest.slice(0, -"ifexists".length);
  if (!known.has(rest)) return undefined;
  return { operator: rest as ConditionOperator, quantity: prefix && quantities[prefix], ifExists };
}

export const statementElements: ReadonlySet<string> = new Set([
  "Sid",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Condition",
]);

/** Whether each element that a statement has is of its type. What is told of it here does not look at the names of operators. */
export function isStatement(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = value;
  if (![Sid, Effect].every((each) => each === undefined || typeof each === "string")) return false;
  if (![Action, NotAction, Resource, NotResource].every(isOneOrMore)) return false;
  return isPrincipal(Principal) && isPrincipal(NotPrincipal) && isConditionBlock(Condition);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOneOrMore(value: unknown): boolean {
  if (value === undefined || typeof value === "string") return true;
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isPrincipal(value: unknown): boolean {
  if (value === undefined || value === "*") return true;
  return isObject(value) && Object.values(value).every((names) => names !== undefined && isOneOrMore(names));
}

function isConditionBlock(value: unknown): boolean {
  if (value === undefined) return true;
  const isOfKeys = (keys: unknown) => isObject(keys) && Object.values(keys).every(isConditionValue);
  return isObject(value) && Object.values(value).every(isOfKeys);
}

function isConditionValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => !Array.isArray(item) && isConditionValue(item));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
