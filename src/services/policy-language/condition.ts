import { BlockList, isIP } from "node:net";
import { ownValue } from "../../platform/own-value.ts";
import type { ConditionValue, PolicyStatement } from "./document.ts";
import { listOf } from "./document.ts";
import { compilePattern, type RequestKeys } from "./pattern.ts";
import { type ConditionOperator, splitOperator } from "./policy-grammar.ts";

export type Condition = (keys: RequestKeys) => boolean;

/** All operators and keys of a `Condition` must hold; several values of one key are alternatives. */
export function compileConditions(conditions: PolicyStatement["Condition"], variables: boolean): readonly Condition[] {
  return Object.entries(conditions ?? {}).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, values]) => compileCondition(name, key.toLowerCase(), values, variables)),
  );
}

/** Compares one value of the request with one value of the policy. */
type Comparison = (wanted: string, variables: boolean) => (value: string, keys: RequestKeys) => boolean;

interface Operator {
  readonly compare: Comparison;
  /** `StringNotEquals`: holds where no value of the policy matches, so also for a key that is absent. */
  readonly negated: boolean;
}

/** `null` asks for the key's presence and compares nothing. */
const operators: Readonly<Record<Exclude<ConditionOperator, "null">, Operator>> = {
  stringequals: is(text({ wildcards: false })),
  stringnotequals: isNot(text({ wildcards: false })),
  stringequalsignorecase: is(text({ wildcards: false, ignoreCase: true })),
  stringnotequalsignorecase: isNot(text({ wildcards: false, ignoreCase: true })),
  stringlike: is(text({ wildcards: true })),
  stringnotlike: isNot(text({ wildcards: true })),
  numericequals: is(order(toNumber, (a, b) => a === b)),
  numericnotequals: isNot(order(toNumber, (a, b) => a === b)),
  numericlessthan: is(order(toNumber, (a, b) => a < b)),
  numericlessthanequals: is(order(toNumber, (a, b) => a <= b)),
  numericgreaterthan: is(order(toNumber, (a, b) => a > b)),
  numericgreaterthanequals: is(order(toNumber, (a, b) => a >= b)),
  dateequals: is(order(toTimeMs, (a, b) => a === b)),
  datenotequals: isNot(order(toTimeMs, (a, b) => a === b)),
  datelessthan: is(order(toTimeMs, (a, b) => a < b)),
  datelessthanequals: is(order(toTimeMs, (a, b) => a <= b)),
  dategreaterthan: is(order(toTimeMs, (a, b) => a > b)),
  dategreaterthanequals: is(order(toTimeMs, (a, b) => a >= b)),
  bool: is(text({ wildcards: false, ignoreCase: true })),
  binaryequals: is(text({ wildcards: false })),
  ipaddress: is(addressRange),
  notipaddress: isNot(addressRange),
  arnequals: is(arn),
  arnlike: is(arn),
  arnnotequals: isNot(arn),
  arnnotlike: isNot(arn),
};

function compileCondition(name: string, key: string, values: ConditionValue, variables: boolean): Condition {
  const use = splitOperator(name);
  // An operator nobody knows cannot be held to be met.
  if (!use) return () => false;
  const wanted = listOf<string | number | boolean>(values).map(String);
  const { quantity, ifExists } = use;
  if (use.operator === "null") {
    return (keys) => wanted.some((value) => (value.toLowerCase() === "true") === (ownValue(keys, key) === undefined));
  }
  const operator = operators[use.operator];
  const comparisons = wanted.map((value) => operator.compare(value, variables));
  return (keys) => {
    const present = ownValue(keys, key);
    if (!present?.length) return ifExists || quantity === "all" || (operator.negated && quantity !== "any");
    const holds = (value: string) => comparisons.some((matches) => matches(value, keys)) !== operator.negated;
    // Without a qualifier a negated operator must hold for each value, so that a list cannot hide one.
    return quantity === "all" || (operator.negated && !quantity) ? present.every(holds) : present.some(holds);
  };
}

function is(compare: Comparison): Operator {
  return { compare, negated: false };
}

function isNot(compare: Comparison): Operator {
  return { compare, negated: true };
}

function text(options: { wildcards: boolean; ignoreCase?: boolean }): Comparison {
  return (wanted, variables) => compilePattern(wanted, { ...options, variables });
}

function order(toNumber: (text: string) => number, holds: (value: number, wanted: number) => boolean): Comparison {
  return (wanted) => {
    const limit = toNumber(wanted);
    return (value) => holds(toNumber(value), limit);
  };
}

/** Not a number where JavaScript would take nothing for 0. */
function toNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** ISO 8601, or seconds since the epoch. */
function toTimeMs(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function addressRange(wanted: string): (value: string) => boolean {
  const [address = "", bits] = wanted.split("/");
  const version = isIP(address);
  const list = new BlockList();
  const width = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
  if (version && Number.isInteger(width) && width >= 0 && width <= (version === 6 ? 128 : 32)) {
    list.addSubnet(address, width, version === 6 ? "ipv6" : "ipv4");
  }
  return (value) => {
    // A dual-stack socket tells an IPv4 client's address in IPv6 form.
    const plain = value.startsWith("::ffff:") && value.includes(".") ? value.slice("::ffff:".length) : value;
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
  };
}

/** Each of the six parts is matched by itself: a `*` does not reach over a colon, but for the last part. */
function arn(wanted: string, variables: boolean): (value: string, keys: RequestKeys) => boolean {
  if (wanted === "*") return () => true;
  const parts = splitArn(wanted).map((part) => compilePattern(part, { wildcards: true, variables }));
  return (value, keys) => {
    const values = splitArn(value);
    return values.length === parts.length && parts.every((matches, index) => matches(values[index] ?? "", keys));
  };
}

function splitArn(text: string): string[] {
  const parts = text.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
