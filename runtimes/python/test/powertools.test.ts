import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, run, skipWithout } from "../../../test/support/build.ts";

const text = `from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import LambdaFunctionUrlResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.parameters import get_parameter

logger, tracer, metrics = Logger(), Tracer(), Metrics(namespace="Shop")
app = LambdaFunctionUrlResolver()
processor = BatchProcessor(event_type=EventType.SQS)

@app.get("/orders/<number>")
def get_order(number: str):
    return {"number": number}

def process(record):
    if record.body == "bad": raise ValueError("bad")

@logger.inject_lambda_context(log_event=False)
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    if "Records" in event:
        return process_partial_response(event=event, record_handler=process, processor=processor, context=context)
    logger.info("asked", path=event["rawPath"])
    metrics.add_metric(name="Asked", unit=MetricUnit.Count, value=1)
    return app.resolve(event, context)
`;

describe("Powertools for AWS Lambda (Python)", { skip: skipWithout("python3.11", "-m", "pip", "--version") }, () => {
  let sandbox: Sandbox;
  let fn: TestFunction;
  before(async () => {
    sandbox = await createTestSandbox();
    const codeDir = buildOnce("powertools", [text], (into) => {
      const packages = ["aws-lambda-powertools[tracer]"];
      run("python3.11", ["-m", "pip", "install", "-q", "--no-compile", "--target", into, ...packages], {});
      writeFileSync(join(into, "app.py"), text);
    });
    fn = await startFolder(sandbox, {
      runtime: "python3.11",
      handler: "app.handler",
      codeDir,
      environment: {
        LAMBDA_TASK_ROOT: "/var/task",
        AWS_REGION: "us-east-1",
        AWS_LAMBDA_FUNCTION_NAME: "fn",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        POWERTOOLS_SERVICE_NAME: "orders",
        POWERTOOLS_TRACE_DISABLED: "true",
        PYTHONPATH: "/var/runtime",
      },
    });
  });
  after(() => sandbox.close());

  it("routes, logs with the context, and writes metrics in the embedded format", async () => {
    assert.deepEqual(fn.initialised, { kind: "ready" });
    const http = { method: "GET", path: "/orders/7" };
    const { response, error } = await fn.invoke({
      rawPath: "/orders/7",
      requestContext: { stage: "$default", http },
      headers: {},
    });
    assert.equal(response?.statusCode, 200, JSON.stringify(error));
    assert.deepEqual(JSON.parse(response.body), { number: "7" });
    const lines = fn
      .takeOutput()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const asked = lines.find(({ message }) => message === "asked");
    assert.deepEqual(
      [asked.level, asked.service, asked.path, asked.cold_start, asked.function_request_id],
      ["INFO", "orders", "/orders/7", true, "11111111-2222-4333-8444-555555555555"],
    );
    const metrics = lines.filter(({ _aws }) => _aws?.CloudWatchMetrics[0].Namespace === "Shop");
    assert.deepEqual(metrics.flatMap((line) => [line.Asked, line.ColdStart]).filter(Boolean), [[1], [1]]);
  });

  it("names the messages of a batch that have failed", async () => {
    const record = (messageId: string, body: string) => ({ messageId, body, eventSource: "aws:sqs" });
    const { response } = await fn.invoke({ Records: [record("1", "good"), record("2", "bad")] });
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "2" }] });
  });
});
