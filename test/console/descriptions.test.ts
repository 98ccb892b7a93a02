import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type CheckedField,
  jsonProblem,
  linesOf,
  numberBetween,
  problemOf,
} from "../../console/src/described/field-checks.ts";
import { entriesAt, patchesOf } from "../../console/src/services/apigateway/rest/patches.ts";
import { checkPath } from "../../console/src/services/apigateway/v2/route-key.ts";
import { checkTopic, checkTopicFilter, takesTopic } from "../../console/src/services/iot/mqtt/topics.ts";
import { differencesOf } from "../../console/src/services/iot/shadow/differences.ts";

describe("fields as data", () => {
  const field: CheckedField = {
    name: "rate",
    required: "Enter a rate.",
    problem: numberBetween(1, 1_000),
  };

  it("say what is missing, what is wrong, and nothing of what may be empty", () => {
    assert.equal(problemOf(field, {}), "Enter a rate.");
    assert.equal(problemOf(field, { rate: "0" }), "Enter a whole number from 1 to 1,000.");
    assert.equal(problemOf(field, { rate: "1.5" }), "Enter a whole number from 1 to 1,000.");
    assert.equal(problemOf(field, { rate: "1000" }), undefined);
    const { required: _required, ...optional } = field;
    assert.equal(problemOf(optional, { rate: "" }), undefined);
    const pairs = { name: "tags", kind: "pairs", required: "Enter one." };
    assert.equal(problemOf(pairs, { tags: "[]" }), "Enter one.");
  });

  it("hold lines and JSON", () => {
    assert.deepEqual(linesOf(" a \n\n b"), ["a", "b"]);
    assert.deepEqual(linesOf(undefined), []);
    assert.equal(jsonProblem("[1]"), undefined);
    assert.match(jsonProblem("{") ?? "", /^This is no JSON: /);
  });
});

describe("what changes a REST API's part", () => {
  it("is a patch for each setting that is another", () => {
    const before = {
      "/uri": "http://a",
      "/credentials": "role",
      "/httpMethod": "GET",
      ...entriesAt("/headers", { "a/b": "1" }),
    };
    const after = {
      "/uri": "http://b",
      "/credentials": "",
      "/httpMethod": "GET",
      ...entriesAt("/headers", { "c~d": "2" }),
    };
    assert.deepEqual(patchesOf(before, after), [
      { op: "replace", path: "/uri", value: "http://b" },
      { op: "remove", path: "/credentials" },
      { op: "remove", path: "/headers/a~1b" },
      { op: "add", path: "/headers/c~0d", value: "2" },
    ]);
    assert.deepEqual(patchesOf(before, before), []);
  });
});

describe("topics and paths", () => {
  for (const [filter, topic, takes] of [
    ["#", "a/b", true],
    ["a/#", "a", true],
    ["a/#", "a/b/c", true],
    ["a/+", "a/b", true],
    ["a/+", "a", false],
    ["a/+", "a/b/c", false],
    ["+/b", "a/b", true],
    ["#", "$aws/events", false],
    ["+/events", "$aws/events", false],
    ["$aws/#", "$aws/events", true],
  ] as const)
    it(`${filter} ${takes ? "takes" : "does not take"} ${topic}`, () => assert.equal(takesTopic(filter, topic), takes));

  it("say what is wrong with them", () => {
    assert.equal(checkTopicFilter("a/+/#"), undefined);
    assert.ok(checkTopicFilter("a/#/b"));
    assert.ok(checkTopicFilter("a+/b"));
    assert.ok(checkTopic("a/+"));
    assert.ok(checkTopic("a/b/c/d/e/f/g/h/i"));
    assert.ok(checkTopic("é".repeat(129)));
    assert.equal(checkTopic("$aws/things/t/shadow/name/n/update/delta"), undefined);
    assert.equal(checkPath("/pets/{id}/{proxy+}"), undefined);
    assert.equal(checkPath("$default"), undefined);
    for (const path of ["pets", "/a b", "/{id}x", "/{all+}/x"]) assert.ok(checkPath(path), path);
  });
});

describe("a shadow's differences", () => {
  it("are the members that are not the same, whichever side has them", () => {
    const desired = { light: "on", level: { floor: 1, hall: 2 }, list: [1] };
    const reported = { light: "off", level: { floor: 1, roof: 3 }, list: [1] };
    assert.deepEqual(differencesOf(desired, reported), [
      { path: "light", desired: '"on"', reported: '"off"' },
      { path: "level.hall", desired: "2", reported: undefined },
      { path: "level.roof", desired: undefined, reported: "3" },
    ]);
    assert.deepEqual(differencesOf(undefined, undefined), []);
  });
});
