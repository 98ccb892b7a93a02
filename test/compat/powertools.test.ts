import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { buildOnce, run, skipWithout, zipFolder } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/** Powertools in deployed functions: what becomes of logs, metrics and traces. */
let squall: TestSquall;
before(async () => {
  squall = await startSquall();
});
after(() => squall.close());

const functions = [
  {
    name: "powertools-python",
    runtime: "python3.11",
    skip: skipWithout("python3.11", "-m", "pip", "--version"),
    file: "app.py",
    text: `from aws_lambda_powertools import Logger, Metrics, Tracer
logger, tracer, metrics = Logger(), Tracer(), Metrics()

@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event, context):
    logger.info("sold", extra={"item": event["item"]})
    metrics.add_metric(name="Sold", unit="Count", value=event["count"])
    return event["item"]
`,
    install: (into: string) => {
      // boto3 is in the runtime, as on AWS.
      const packages = ["aws-lambda-powertools", "aws-xray-sdk", "wrapt", "jmespath", "typing_extensions"];
      const options = ["-q", "--no-deps", "--no-compile", "--target", into];
      run("python3.11", ["-m", "pip", "install", ...options, ...packages], {});
    },
  },
  {
    name: "powertools-node",
    runtime: "nodejs22.x",
    skip: skipWithout("npm", "--version"),
    file: "app.mjs",
    text: `import middy from "@middy/core";
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";
const logger = new Logger(), metrics = new Metrics(), tracer = new Tracer();
export const handler = middy(async (event) => {
  logger.info("sold", { item: event.item });
  metrics.addMetric("Sold", "Count", event.count);
  return event.item;
}).use(captureLambdaHandler(tracer)).use(injectLambdaContext(logger)).use(logMetrics(metrics, { captureColdStartMetric: true }));
`,
    install: (into: string) => {
      const packages = ["logger", "metrics", "tracer"].map((name) => `@aws-lambda-powertools/${name}@2`);
      const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", into];
      run("npm", ["install", ...options, ...packages, "@middy/core@6"], {});
    },
  },
] as const;

for (const { name, runtime, skip, file, text, install } of functions) {
  test(`${name}: metrics reach CloudWatch, logs have the context, traces are no error`, { skip }, async () => {
    const folder = buildOnce(name, [text, install.toString()], (into) => {
      install(into);
      writeFileSync(join(into, file), text);
    });
    const lambda = squall.client(LambdaClient);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: runtime,
        Role: labRole,
        Handler: "app.handler",
        Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name, POWERTOOLS_METRICS_NAMESPACE: "Shop" } },
        Code: { ZipFile: zipFolder(folder) },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { FunctionName: name },
    );
    // Sampled: the tracer sends its segments, to an address where nobody listens.
    lambda.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers["x-amzn-trace-id"] = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
        return next(args);
      },
      { step: "build" },
    );
    for (const count of [2, 3]) {
      const Payload = Buffer.from(JSON.stringify({ item: "tea", count }));
      const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
      assert.equal(Buffer.from(answer.Payload ?? []).toString(), '"tea"');
    }
    assert.deepEqual(await statistics("Sold", { service: name }, 2), { SampleCount: 2, Sum: 5, Unit: "Count" });
    const coldStart = { service: name, function_name: name };
    assert.deepEqual(await statistics("ColdStart", coldStart, 1), { SampleCount: 1, Sum: 1, Unit: "Count" });
    const messages = await log(name);
    const sold = messages.filter((text) => text.includes('"sold"')).map((text) => JSON.parse(text));
    assert.deepEqual(
      sold.map(({ level, service, item, cold_start }) => [level, service, item, cold_start]),
      [true, false].map((isCold) => ["INFO", name, "tea", isCold]),
    );
    assert.equal(sold[0].xray_trace_id, "1-67891233-abcdef012345678912345678");
    assert.deepEqual(
      messages.filter((text) => /error|warn|exception/i.test(text)),
      [],
    );
  });
}

async function statistics(MetricName: string, dimensions: Record<string, string>, count: number) {
  const cloudwatch = squall.client(CloudWatchClient);
  const { SampleCount, Sum, Unit } = await eventually(async () => {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 7200,
        Statistics: ["Sum", "SampleCount"],
      }),
    );
    return Datapoints[0]?.SampleCount === count ? Datapoints[0] : undefined;
  }, `the metric ${MetricName}`);
  return { SampleCount, Sum, Unit };
}

async function log(name: string): Promise<string[]> {
  const client = squall.client(CloudWatchLogsClient);
  return eventually(async () => {
    const input = { logGroupName: `/aws/lambda/${name}` };
    const { events = [] } = await client.send(new FilterLogEventsCommand(input));
    const messages = events.map(({ message = "" }) => message);
    return messages.filter((text) => text.startsWith("REPORT ")).length === 2 ? messages : undefined;
  }, "the log");
}
