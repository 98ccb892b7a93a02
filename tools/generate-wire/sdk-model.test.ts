import assert from "node:assert/strict";
import { test } from "node:test";
import { toModel } from "../../src/wire/model/load-model.ts";
import type { Shape } from "../../src/wire/model/shape.ts";
import { type ConstraintTable, withRecorded } from "./constraint-table.ts";
import { toModelFile } from "./sdk-model.ts";

const table: ConstraintTable = {
  source: "",
  protocols: [],
  unions: ["Choice"],
  members: { Input: { count: "Count", counts: "Counts", name: "Name", color: "Color" } },
  shapes: {
    Count: { integer: 32, min: 1 },
    Counts: { max: 3, item: "Count" },
    Name: { pattern: "[a-z]+" },
    Color: { enum: ["RED"] },
  },
};

const ns = "com.amazonaws.test";
const Input: unknown[] = [
  3,
  ns,
  "Input",
  0,
  ["name", "count", "counts", "color", "self"],
  [[0, 8], 1, 65, 0, () => Input],
  1,
];
const Operation = [9, ns, "Do", { http: ["POST", "/do", 200], endpoint: ["x-"] }, () => Input, "unit"];
const Oops = [-3, ns, "Oops", { error: "client", httpError: 409 }, ["message"], [0]];

test("operations, errors, traits and recursion survive; clients' traits do not", () => {
  const model = toModel(toModelFile({ Do$: Operation, Oops$: Oops, Do: class {} }, table));
  assert.deepEqual([model.operationNames, model.errorNames], [["Do"], ["Oops"]]);
  const operation = model.operation("Do")!;
  assert.deepEqual(operation.traits, { http: ["POST", "/do", 200] });
  assert.equal(operation.output.kind, "unit");
  const [name, count] = operation.input.members;
  assert.deepEqual([name!.required, name!.traits, count!.required], [true, { sensitive: 1 }, false]);
  assert.equal(operation.input.member("self")!.shape, operation.input);
  assert.equal(model.error("Oops")!.traits.httpError, 409);
  assert.equal(model.operation("toString"), undefined);
});

test("the table tells integers apart and constrains, with the SDK's newer enum values", () => {
  const model = toModel(toModelFile({ Do$: Operation, Color: { RED: "RED", NEW: "NEW" } }, table));
  const { input } = model.operation("Do")!;
  const kinds = input.members.map(({ shape }): Shape["kind"] => shape.kind);
  assert.deepEqual(kinds, ["string", "integer", "list", "string", "structure"]);
  assert.equal(input.member("counts")!.shape.item.shape.kind, "integer");
  assert.deepEqual(input.member("name")!.constraint, { pattern: "[a-z]+" });
  assert.deepEqual(input.member("color")!.constraint, { enum: ["RED", "NEW"] });
  const { item, ...own } = input.member("counts")!.constraint!;
  assert.deepEqual([own, model.constraint(item!)], [{ max: 3 }, { min: 1 }]);
});

test("a union is one where AWS checks it to be one", () => {
  const union = (name: string) => [4, ns, name, 0, ["a"], [0]];
  const input = [3, ns, "Other", 0, ["choice", "loose"], [union("Choice"), union("Loose")], 0];
  const model = toModel(toModelFile({ Do$: [9, ns, "Do", 0, input, "unit"] }, table));
  const kinds = model.operation("Do")!.input.members.map(({ shape }) => shape.kind);
  assert.deepEqual(kinds, ["union", "structure"]);
});

test("what the SDK has not had before is an error of the generator, not of a user's request", () => {
  const withInput = (input: unknown) => () => toModelFile({ Do$: [9, ns, "Do", 0, input, "unit"] }, table);
  assert.throws(withInput([7, ns, "New", 0]), /unknown schema id 7/);
  assert.throws(withInput([3, ns, "S", 0, ["a"], [33], 0]), /unknown simple schema 33/);
  assert.throws(withInput([3, ns, "S", 0, ["a"], [[0, { newTrait: 1 }]], 0]), /unknown trait newTrait/);
  assert.throws(withInput([3, ns, "S", 0, ["a"], [[0, 128]], 0]), /unknown trait bits 128/);
});

test("what AWS was seen to answer wins over the table, and must be of a shape that it has", () => {
  const { shapes } = withRecorded(table, { Count: { min: 2 } });
  assert.deepEqual(shapes.Count, { integer: 32, min: 2 });
  assert.deepEqual(shapes.Name, table.shapes.Name);
  assert.throws(() => withRecorded(table, { Absent: { min: 1 } }), /Absent/);
});
