import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, run, skipWithout } from "../../../test/support/build.ts";
import { startTraceDaemon, type TraceDaemon } from "../../../test/support/trace-daemon.ts";

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

@tracer.capture_method
def price(item):
    tracer.put_annotation(key="item", value=item)
    return 7

@app.get("/prices/<item>")
def get_price(item: str):
    return {"price": price(item)}

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

/** The daemon of these tests listens at a port of the host's that a function in a network of its own does not reach. */
const tracing = { network: "host" } as const;

describe("Powertools for AWS Lambda (Python)", { skip: skipWithout("python3.11", "-m", "pip", "--version") }, () => {
  let sandbox: Sandbox;
  let daemon: TraceDaemon;
  let fn: TestFunction;
  before(async () => {
    daemon = await startTraceDaemon();
    sandbox = await createTestSandbox(tracing);
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
        AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
        AWS_XRAY_DAEMON_ADDRESS: daemon.address,
        PYTHONPATH: "/var/runtime",
      },
    });
  });
  after(async () => {
    await sandbox.close();
    await daemon[Symbol.asyncDispose]();
  });

  it("routes, logs with the context, and writes metrics in the embedded format", async () => {
    assert.deepEqual(fn.initialised, { kind: "ready" });
    const http = { method: "GET", path: "/orders/7" };
    const { response, error } = await fn.invoke(
      { rawPath: "/orders/7", requestContext: { stage: "$default", http }, headers: {} },
      { traceId: "Root=1-67891233-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=0" },
    );
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

  it("traces the handler and its parts, with annotations, if the event is sampled", async () => {
    const root = "1-67891233-abcdef012345678912345678";
    const traceId = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;
    const price = (item: string) => ({
      rawPath: `/prices/${item}`,
      requestContext: { stage: "$default", http: { method: "GET", path: `/prices/${item}` } },
      headers: {},
    });
    fn.takeOutput();
    assert.deepEqual(JSON.parse((await fn.invoke(price("tea"), { traceId })).response.body), { price: 7 });
    const method = await daemon.find("## app.price");
    assert.deepEqual(method.annotations, { item: "tea" });
    const handler = await daemon.find("## handler");
    assert.deepEqual([handler.trace_id, handler.annotations?.Service], [root, "orders"]);
    assert.doesNotMatch(fn.takeOutput(), /error|exception/i);
  });

  it("names the messages of a batch that have failed", async () => {
    const record = (messageId: string, body: string) => ({ messageId, body, eventSource: "aws:sqs" });
    const { response } = await fn.invoke({ Records: [record("1", "good"), record("2", "bad")] });
    assert.deepEqual(response, { batchItemFailures: [{ itemIdentifier: "2" }] });
  });
});
