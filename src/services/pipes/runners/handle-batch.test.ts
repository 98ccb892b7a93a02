import assert from "node:assert/strict";
import { test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { QueueRecord } from "../../event-sources/queue-source.ts";
import { Metering } from "../metering/metering.ts";
import type { Pipe } from "../pipes/pipe.ts";
import { pipes } from "../service.ts";
import { handleBatch } from "./handle-batch.ts";

test("a batch whose enrichment does not end is given up, counted as such, and holds no place any more", async (context) => {
  const calls: Recorded[] = [];
  const services = recordingServices({ lambda: ["Invoke"], cloudwatch: ["PutMetricData"] }, calls, ({ operation }) =>
    operation === "Invoke" ? new Promise(() => {}) : {},
  );
  const { table, asRoot } = await openServiceTest(context, [pipes, ...services]);
  const { host } = table;
  const metering = new Metering(host);
  const at = "arn:aws:lambda:us-east-1:000000000000:function";
  const pipe = {
    account: "000000000000",
    region: "us-east-1",
    name: "p",
    tags: {},
    definition: { source: "", enrichment: `${at}:e`, target: `${at}:t`, roleArn: "" },
  } as unknown as Pipe;
  const record = { event: { messageId: "1" }, bytes: 10 } as unknown as QueueRecord;
  await assert.rejects(
    handleBatch(host, metering, pipe, [record], async () => asRoot, 50),
    { name: "ExecutionTimeoutError", message: /more than 0\.05 seconds/ },
  );
  await metering.stop();
  const told = calls
    .filter(({ operation }) => operation === "PutMetricData")
    .flatMap(({ input }) => input.MetricData.map(({ MetricName }: { MetricName: string }) => MetricName));
  assert.ok(told.includes("ExecutionTimeout") && told.includes("EnrichmentStageFailed"), told.join(" "));
  assert.ok(!told.includes("ExecutionFailed") && !told.includes("TargetStageFailed"), told.join(" "));
});
