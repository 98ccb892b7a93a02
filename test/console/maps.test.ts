import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut } from "../../console/src/map/lay-out.ts";
import { nameOf, serviceOf } from "../../console/src/services/xray/flow/resource-name.ts";
import { toMap } from "../../console/src/services/xray/flow/to-map.ts";
import { percentile } from "../../console/src/services/xray/traces/percentile.ts";
import { toRows } from "../../console/src/services/xray/traces/segment-rows.ts";
import { readAddress, writeAddress } from "../../console/src/table/table-address.ts";
import type { FlowStep } from "../../src/services/flows/flow-step.ts";

const edge = (from: string, to: string) => ({ from, to });

test("a map's nodes stand right of what leads to them, none on another, and a way back pushes nothing away", () => {
  const places = layOut(
    ["bucket", "a", "b", "queue", "alone"],
    [
      edge("bucket", "a"),
      edge("bucket", "b"),
      edge("a", "queue"),
      edge("b", "queue"),
      edge("queue", "bucket"),
      edge("a", "a"),
    ],
  );
  const column = (id: string) => places.get(id)?.column;
  assert.deepEqual(["bucket", "a", "b", "queue", "alone"].map(column), [0, 1, 1, 2, 0]);
  assert.equal(new Set([...places.values()].map(({ column: at, row }) => `${at}/${row}`)).size, 5);
  assert.equal(places.get("queue")?.row, (places.get("a")!.row + places.get("b")!.row) / 2);
  assert.equal(layOut(["x", "y"], [edge("x", "y"), edge("y", "x")]).get("y")?.column, 1, "a ring has a beginning");
});

test("a flow's map knows a function by its session, a bus before its rule, and a failure where it was", () => {
  const fn = "arn:aws:lambda:eu-west-1:1:function:sum";
  const bus = "arn:aws:events:eu-west-1:1:event-bus/default";
  const rule = "arn:aws:events:eu-west-1:1:rule/orders";
  const step = (from: string | undefined, to: string, more: Partial<FlowStep> = {}): FlowStep => ({
    number: 1,
    kind: "call",
    atMs: 1_000,
    tookMs: 4,
    from,
    to,
    action: "events:PutEvents",
    requestId: "r",
    ...more,
  });
  const { nodes, edges } = toMap([
    step(undefined, `${fn}:live`, { kind: "run" }),
    step("arn:aws:sts::1:assumed-role/R/sum", bus, { atMs: 1_010 }),
    step(rule, "arn:aws:sqs:eu-west-1:1:q", { atMs: 1_020, error: "AccessDenied" }),
  ]);
  assert.deepEqual(
    edges.map(({ from, to, hasFailed }) => [nameOf(from), nameOf(to), hasFailed]),
    [
      ["sum", "default", false],
      ["orders", "q", true],
      ["default", "orders", false],
    ],
  );
  assert.deepEqual(
    nodes.map(({ service, name, detail, hasFailed }) => [service, name, detail, hasFailed]),
    [
      ["Lambda", "sum", "+0 ms, took 4 ms", false],
      ["EventBridge", "default", "+10 ms, took 4 ms", false],
      ["SQS", "q", "+20 ms, took 4 ms", true],
      ["EventBridge", "orders", "where it began", false],
    ].sort((one, other) => order(one) - order(other)),
  );
  assert.equal(serviceOf("s3.amazonaws.com"), "S3");
});

/** The rule is met as who sends to the queue. */
function order([, name]: readonly unknown[]): number {
  return ["sum", "default", "orders", "q"].indexOf(String(name));
}

test("segments are nested below what called them, also those sent apart, and a ring of parents has an end", () => {
  const document = (id: string, parent_id: string | undefined, start_time: number, more = {}) =>
    JSON.stringify({ id, name: id, parent_id, start_time, end_time: start_time + 1, ...more });
  const rows = toRows([
    document("b", "nested", 12, { fault: true }),
    document("a", undefined, 10, { subsegments: [{ id: "nested", name: "call", start_time: 11, end_time: 13 }] }),
    document("x", "y", 14),
    document("y", "x", 15, { end_time: undefined }),
  ]);
  assert.deepEqual(
    rows.map(({ work, depth, offsetMs, status }) => [work.id, depth, offsetMs, status]),
    [
      ["a", 0, 0, "OK"],
      ["nested", 1, 1_000, "OK"],
      ["b", 2, 2_000, "Fault (5xx)"],
      ["x", 0, 4_000, "OK"],
      ["y", 1, 5_000, "In progress"],
    ],
  );
  const times = [
    { Value: 0.01, Count: 9 },
    { Value: 2, Count: 1 },
  ];
  assert.deepEqual([percentile(times, 0.9), percentile(times, 0.99), percentile([], 0.9)], ["10 ms", "2000 ms", "-"]);
});

test("a table's part of the address keeps what others have written there, and reads nothing wrong", () => {
  const address = { find: "a&b", page: 3, chosen: { runtime: "Python 3.11", left: "" } };
  const text = writeAddress("?tab=objects&t.page=9&t.by.old=1", "t", address);
  assert.equal(text, "?tab=objects&t.find=a%26b&t.page=3&t.by.runtime=Python+3.11");
  assert.deepEqual(readAddress(text, "t", ["runtime", "left"]), { ...address, chosen: { runtime: "Python 3.11" } });
  assert.equal(writeAddress("?find=x&page=2", undefined, { find: "", page: 1, chosen: {} }), "");
  for (const page of ["0", "-1", "1.5", "x", "1e99"]) assert.equal(readAddress(`?page=${page}`, undefined, []).page, 1);
});
