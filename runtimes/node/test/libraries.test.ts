import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFolder } from "../../../src/sandbox/test-sandbox.ts";
import { buildOnce, run, skipWithout } from "../../../test/support/build.ts";
import { startTraceDaemon, type TraceDaemon } from "../../../test/support/trace-daemon.ts";

const files = {
  "package.json": JSON.stringify({
    private: true,
    type: "module",
    dependencies: {
      "@aws-lambda-powertools/logger": "^2",
      "@aws-lambda-powertools/metrics": "^2",
      "@aws-lambda-powertools/tracer": "^2",
      "@aws-lambda-powertools/batch": "^2",
      "@middy/core": "^6",
      "@middy/http-error-handler": "^6",
      "@middy/http-json-body-parser": "^6",
      "http-errors": "^2",
      express: "^5",
      "serverless-http": "^4",
    },
  }),
  "powertools.mjs": `
import middy from "@middy/core";
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";
const logger = new Logger(), metrics = new Metrics({ namespace: "Shop" }), processor = new BatchProcessor(EventType.SQS);
const tracer = new Tracer();
export const handler = middy(async (event, context) => {
  if (event.Records) {
    const process = async ({ body }) => { if (body === "bad") throw new Error("bad"); };
    return processPartialResponse(event, process, processor, { context });
  }
  logger.info("asked", { path: event.path });
  tracer.putAnnotation("path", event.path);
  await tracer.provider.captureAsyncFunc("## price", async (part) => {
    part.addAnnotation("item", "tea");
    part.close();
  });
  metrics.addMetric("Asked", MetricUnit.Count, 1);
  return event.path;
}).use(captureLambdaHandler(tracer)).use(injectLambdaContext(logger)).use(logMetrics(metrics));
`,
  "middy.mjs": `
import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import createError from "http-errors";
export const handler = middy()
  .use(httpJsonBodyParser())
  .use(httpErrorHandler({ logger: false }))
  .handler(async ({ body }) => {
    if (!body.name) throw createError(422, "a name is needed");
    return { statusCode: 200, body: "Hello, " + body.name };
  });
`,
  "express.mjs": `
import express from "express";
import serverless from "serverless-http";
const app = express();
app.use(express.json());
app.get("/orders/:number", (request, response) => response.json({ number: request.params.number, q: request.query.q }));
app.post("/orders", (request, response) => response.status(201).json(request.body));
export const handler = serverless(app);
`,
};

/** The daemon of these tests listens at a port of the host's that a function in a network of its own does not reach. */
const tracing = { network: "host" } as const;

describe("libraries for Node.js functions", { skip: skipWithout("npm", "--version") }, () => {
  let sandbox: Sandbox;
  let daemon: TraceDaemon;
  let codeDir: string;
  before(async () => {
    daemon = await startTraceDaemon();
    sandbox = await createTestSandbox(tracing);
    codeDir = buildOnce("node-libraries", Object.values(files), (into) => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(into, name), text);
      run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: into });
    });
    await sandbox.prepare("nodejs22.x");
  });
  after(async () => {
    await sandbox.close();
    await daemon[Symbol.asyncDispose]();
  });

  const start = (handler: string) =>
    startFolder(sandbox, {
      runtime: "nodejs22.x",
      handler,
      codeDir,
      environment: {
        LAMBDA_TASK_ROOT: "/var/task",
        _HANDLER: handler,
        AWS_REGION: "us-east-1",
        AWS_LAMBDA_FUNCTION_NAME: "fn",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        POWERTOOLS_SERVICE_NAME: "orders",
        AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
        AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      },
    });
  const http = (method: string, rawPath: string, body?: string) => ({
    version: "2.0",
    rawPath,
    rawQueryString: "q=1",
    headers: { "content-type": "application/json" },
    requestContext: { http: { method, path: rawPath, sourceIp: "127.0.0.1" } },
    body,
    isBase64Encoded: false,
  });

  it("Powertools: a logger with the context, metrics in the embedded format, batches", async () => {
    const { invoke, takeOutput } = await start("powertools.handler");
    const traceId = "Root=1-67891233-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=0";
    assert.deepEqual(await invoke({ path: "/orders/7" }, { traceId }), { response: "/orders/7" });
    const lines = takeOutput()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const asked = lines.find(({ message }) => message === "asked");
    assert.deepEqual(
      [asked.level, asked.service, asked.path, asked.function_request_id],
      ["INFO", "orders", "/orders/7", "11111111-2222-4333-8444-555555555555"],
    );
    const metric = lines.find(({ _aws }) => _aws);
    assert.deepEqual([metric.Asked, metric._aws.CloudWatchMetrics[0].Namespace], [1, "Shop"]);
    const record = (messageId: string, body: string) => ({ messageId, body, eventSource: "aws:sqs" });
    assert.deepEqual(await invoke({ Records: [record("1", "good"), record("2", "bad")] }), {
      response: { batchItemFailures: [{ itemIdentifier: "2" }] },
    });
  });

  it("Powertools: a tracer, whose segments go to the daemon if the event is sampled", async () => {
    const { invoke, takeOutput } = await start("powertools.handler");
    const root = "1-67891233-abcdef012345678912345678";
    const traceId = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;
    assert.deepEqual(await invoke({ path: "/orders/8" }, { traceId }), { response: "/orders/8" });
    const handler = await daemon.find("## powertools.handler");
    assert.deepEqual([handler.trace_id, handler.annotations?.Service], [root, "orders"]);
    assert.equal(handler.annotations?.path, "/orders/8");
    assert.deepEqual((await daemon.find("## price")).annotations, { item: "tea" });
    assert.doesNotMatch(takeOutput(), /error|exception/i);
  });

  it("middy: bodies are parsed, errors become answers", async () => {
    const { invoke } = await start("middy.handler");
    assert.equal((await invoke(http("POST", "/", '{"name":"Ada"}'))).response.body, "Hello, Ada");
    const { response } = await invoke(http("POST", "/", "{}"));
    assert.deepEqual([response.statusCode, response.body], [422, "a name is needed"]);
  });

  it("Express behind serverless-http", async () => {
    const { invoke } = await start("express.handler");
    const { response } = await invoke(http("GET", "/orders/7"));
    assert.deepEqual([response.statusCode, JSON.parse(response.body)], [200, { number: "7", q: "1" }]);
    const made = (await invoke(http("POST", "/orders", '{"item":"tea"}'))).response;
    assert.deepEqual([made.statusCode, JSON.parse(made.body)], [201, { item: "tea" }]);
  });
});
