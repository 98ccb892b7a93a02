import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionRecord } from "../../functions/function.ts";
import { Traces } from "./traces.ts";

const record = {
  account: "000000000000",
  region: "us-east-1",
  name: "f",
  revisionId: "r",
  lastModifiedMs: 0,
  configuration: { role: "arn:aws:iam::000000000000:role/f" },
} as FunctionRecord;

test("while X-Ray does not take what is brought, no more than a thousand documents are held", async () => {
  let go = () => {};
  const isTaking = new Promise<void>((resolve) => {
    go = resolve;
  });
  let brought = 0;
  const host = {
    clock: { afterMachine: () => {} },
    log: { debug: () => {} },
    sessions: { get: async () => ({ principal: {} }) },
    call: async (_service: string, _name: string, input: { readonly TraceSegmentDocuments: readonly string[] }) => {
      await isTaking;
      brought += input.TraceSegmentDocuments.length;
      return {};
    },
  };
  const traces = new Traces(host as unknown as ConstructorParameters<typeof Traces>[0]);
  const flushed: Promise<void>[] = [];
  for (let time = 0; time < 5; time++) {
    for (let at = 0; at < 600; at++) traces.take(record, "{}");
    flushed.push(traces.flush());
  }
  go();
  await Promise.all(flushed);
  assert.equal(brought, 1_000);
  // Those that come now find room again.
  traces.take(record, "{}");
  await traces.flush();
  assert.equal(brought, 1_001);
});
