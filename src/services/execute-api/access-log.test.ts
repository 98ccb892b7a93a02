import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../../platform/clock.ts";
import { AccessLogs } from "./access-log.ts";

const at = { account: "000000000000", region: "us-east-1" };
const destination = "arn:aws:logs:us-east-1:000000000000:log-group:access";

/** What is written, batch by batch, and what Squall's own log is told. */
function open() {
  const batches: string[][] = [];
  const warnings: object[] = [];
  const logs = new AccessLogs({
    clock: createManualClock(),
    call: async (_service: string, operation: string, { logEvents = [] }: { logEvents?: { message: string }[] }) => {
      if (operation === "PutLogEvents") batches.push(logEvents.map(({ message }) => message));
    },
    log: { warn: (message: string, facts: object) => warnings.push({ message, ...facts }) },
  } as unknown as ConstructorParameters<typeof AccessLogs>[0]);
  return { logs, batches, warnings };
}

test("more than CloudWatch Logs takes in one call is written in several, each line once and in order", async () => {
  const { logs, batches, warnings } = open();
  const lines = Array.from({ length: 5_000 }, (_, index) => `${index} ${"é".repeat(150)}`);
  for (const line of lines) logs.add(at, destination, "stage", line);
  await logs.stop();
  assert.deepEqual(batches.flat(), lines);
  assert.equal(batches.length, 2);
  for (const batch of batches)
    assert.ok(batch.reduce((sum, line) => sum + Buffer.byteLength(line) + 26, 0) <= 1_048_576);
  assert.deepEqual(warnings, []);
});

test("lines for which there is no room are dropped, with a notice of how many", async () => {
  const { logs, batches, warnings } = open();
  for (let line = 0; line < 10_003; line++) logs.add(at, destination, "stage", "x");
  await logs.stop();
  assert.equal(batches.flat().length, 10_000);
  assert.deepEqual(warnings, [{ message: "lines of an API's access log were dropped", group: "access", lines: 3 }]);
});
