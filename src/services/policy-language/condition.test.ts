// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileConditions } from "./condition.ts";
import type { ConditionValue } from "./document.ts";
import { splitOperator } from "./policy-grammar.ts";

const keys = {
  text: ["Value"],
  list: ["a", "b"],
  number: ["10"],
  empty: [""],
  date: ["2026-01-01T12:00:00Z"],
  yes: ["true"],
  ip: ["10.1.2.3"],
  mapped: ["::ffff:10.1.2.3"],
  ipv6: ["2001:db8::1"],
  arn: ["arn:aws:s3:::bucket/a:b/c"],
  "aws:username": ["Value"],
};

function holds(operator: string, key: string, values: ConditionValue): boolean {
  return compileConditions({ [operator]: { [key]: values } }, true).every((condition) => condition(keys));
}

/** `[operator, key, value]`, each of which holds in the first list and does not in the second. */
function check(
  holding: readonly (readonly [string, string, ConditionValue])[],
  failing: readonly (readonly [string, string, ConditionValue])[],
): void {
  for (const each of holding) assert.ok(holds(...each), `holds: ${each.join(" ")}`);
  for (const each of failing) assert.ok(!holds(...each), `does not hold: ${each.join(" ")}`);
}

test("text", () => {
  check(
    [
      ["StringEquals", "text", "Value"],
      ["StringEquals", "TEXT", ["other", "Value"]],
      ["stringequals", "text", "Value"],
      ["StringEquals", "text", "${aws:username}"],
      ["StringEquals", "text", "${none, 'Value'}"],
      ["StringNotEquals", "text", "value"],
      ["StringEqualsIgnoreCase", "text", "vaLUE"],
      ["StringNotEqualsIgnoreCase", "text", "other"],
      ["StringLike", "text", "V*e"],
      ["StringLike", "text", "Val??"],
      ["StringNotLike", "text", ["X*", "*x"]],
      ["BinaryEquals", "text", "Value"],
    ],
    [
      ["StringEquals", "text", "value"],
      ["StringEquals", "text", "V*"],
      ["StringEquals", "text", "${none}"],
      ["StringEquals", "none", "Value"],
      ["StringNotEquals", "text", ["a", "Value"]],
      ["StringNotEqualsIgnoreCase", "text", "VALUE"],
      ["StringLike", "text", "v*"],
      ["StringLike", "text", "Val?"],
      ["StringNotLike", "text", "V*"],
      ["StringLike", "text", "${*}alue"],
    ],
  );
});

test("numbers, dates and booleans", () => {
  check(
    [
      ["NumericEquals", "number", 10],
      ["NumericEquals", "number", "10.0"],
      ["NumericNotEquals", "number", "9"],
      ["NumericLessThan", "number", "11"],
      ["NumericLessThanEquals", "number", "10"],
      ["NumericGreaterThan", "number", "9"],
      ["NumericGreaterThanEquals", "number", ["100", "10"]],
      ["DateEquals", "date", "2026-01-01T12:00:00Z"],
      ["DateEquals", "date", "1767268800"],
      ["DateNotEquals", "date", "2026-01-02"],
      ["DateLessThan", "date", "2026-01-02T00:00:00Z"],
      ["DateLessThanEquals", "date", "2026-01-01T12:00:00Z"],
      ["DateGreaterThan", "date", "2025-12-31"],
      ["DateGreaterThanEquals", "date", "2026-01-01T12:00:00Z"],
      ["Bool", "yes", true],
      ["Bool", "yes", "True"],
    ],
    [
      ["NumericEquals", "number", "9"],
      ["NumericEquals", "empty", "0"],
      ["NumericLessThan", "text", "11"],
      ["NumericLessThan", "number", "10"],
      ["NumericGreaterThan", "number", "10"],
      ["NumericNotEquals", "number", "10"],
      ["DateLessThan", "date", "2026-01-01T12:00:00Z"],
      ["DateGreaterThan", "text", "2025-12-31"],
      ["DateNotEquals", "date", "2026-01-01T12:00:00Z"],
      ["Bool", "yes", "false"],
      ["Bool", "none", "false"],
    ],
  );
});

test("addresses", () => {
  check(
    [
      ["IpAddress", "ip", "10.1.0.0/16"],
      ["IpAddress", "ip", ["192.168.0.0/16", "10.1.2.3"]],
      ["IpAddress", "mapped", "10.0.0.0/8"],
      ["IpAddress", "ipv6", "2001:db8::/32"],
      ["NotIpAddress", "ip", "10.2.0.0/16"],
      ["IpAddress", "ip", "0.0.0.0/0"],
    ],
    [
      ["IpAddress", "ip", "10.2.0.0/16"],
      ["IpAddress", "ip", "10.1.2.4"],
      ["IpAddress", "ip", "10.0.0.0/33"],
      ["IpAddress", "ip", "nonsense"],
      ["IpAddress", "text", "0.0.0.0/0"],
      ["NotIpAddress", "ip", ["1.1.1.1", "10.0.0.0/8"]],
    ],
  );
});

test("an ARN is compared part by part, text as a whole", () => {
  check(
    [
      ["ArnEquals", "arn", "arn:aws:s3:::bucket/*"],
      ["ArnLike", "arn", "arn:*:s3:::bucket/a:b/?"],
      ["ArnLike", "arn", "*"],
      ["ArnNotEquals", "arn", "arn:aws:s3:::other"],
      ["ArnNotLike", "arn", "arn:aws:sqs:*"],
      ["StringLike", "arn", "arn:*/c"],
    ],
    [
      ["ArnLike", "arn", "arn:aws:*/c"],
      ["ArnLike", "arn", "arn:*"],
      ["ArnEquals", "text", "arn:aws:s3:::*"],
      ["ArnNotLike", "arn", "arn:aws:s3:::*"],
    ],
  );
});

test("an absent key: IfExists, negations and Null", () => {
  check(
    [
      ["StringEqualsIfExists", "none", "x"],
      ["StringEqualsIfExists", "text", "Value"],
      ["NumericLessThanIfExists", "none", "1"],
      ["StringNotEquals", "none", "x"],
      ["NotIpAddress", "none", "10.0.0.0/8"],
      ["Null", "none", "true"],
      ["Null", "none", true],
      ["Null", "text", "false"],
    ],
    [
      ["StringEqualsIfExists", "text", "x"],
      ["StringLike", "none", "*"],
      ["Null", "text", "true"],
      ["Null", "none", "false"],
    ],
  );
});

test("keys of several values", () => {
  check(
    [
      ["ForAnyValue:StringEquals", "list", ["b", "c"]],
      ["ForAllValues:StringEquals", "list", ["a", "b", "c"]],
      ["ForAllValues:StringEquals", "none", "a"],
      ["ForAllValues:StringNotEquals", "list", "c"],
      ["ForAnyValue:StringNotEquals", "list", "a"],
      ["StringEquals", "list", "a"],
      ["StringNotEquals", "list", "c"],
      ["ForAllValues:StringLikeIfExists", "none", "x"],
    ],
    [
      ["ForAnyValue:StringEquals", "list", "c"],
      ["ForAnyValue:StringEquals", "none", "a"],
      ["ForAnyValue:StringNotEquals", "none", "a"],
      ["ForAllValues:StringEquals", "list", ["a"]],
      ["ForAllValues:StringNotEquals", "list", "a"],
      ["StringNotEquals", "list", "a"],
    ],
  );
});

test("all operators and keys of a condition must hold", () => {
  const both = (text: string, number: string) =>
    compileConditions({ StringEquals: { text, list: "a" }, NumericEquals: { number } }, true).every((each) =>
      each(keys),
    );
  assert.deepEqual([both("Value", "10"), both("x", "10"), both("Value", "1")], [true, false, false]);
});

test("the names of operators", () => {
  for (const name of ["StringLike", "forallvalues:arnlikeifexists", "Null", "Bool"]) assert.ok(splitOperator(name));
  for (const name of ["", "StringSounds", "ForSome:StringLike", "constructor", "toString"])
    assert.ok(!splitOperator(name));
  assert.ok(!holds("StringSounds", "text", "Value"));
});
