import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  CloudWatchClient,
  DashboardInvalidInputError,
  GetMetricDataCommand,
  InvalidParameterValueException,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  ResourceNotFound,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { missing } from "../support/missing.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

describe("CloudWatch with real clients", () => {
  let squall: TestSquall;
  let client: CloudWatchClient;
  before(async () => {
    squall = await startSquall();
    client = squall.client(CloudWatchClient);
  });
  after(() => squall.close());

  it("works with the JavaScript SDK, errors as its classes", async () => {
    const Timestamp = new Date(Date.now() - 60_000);
    const MetricData = [{ MetricName: "Load", Value: 3, Timestamp }];
    await client.send(new PutMetricDataCommand({ Namespace: "Js", MetricData }));
    const Metric = { Namespace: "Js", MetricName: "Load" };
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 60, Stat: "Maximum" } }],
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(),
      }),
    );
    assert.deepEqual(MetricDataResults?.[0]?.Values, [3]);
    await assert.rejects(
      client.send(new PutMetricDataCommand({ Namespace: "AWS/Js", MetricData })),
      InvalidParameterValueException,
    );
    const missing = { AlarmName: "none", StateValue: "OK", StateReason: "x" } as const;
    await assert.rejects(client.send(new SetAlarmStateCommand(missing)), ResourceNotFound);
    await assert.rejects(
      client.send(new PutDashboardCommand({ DashboardName: "d", DashboardBody: "{}" })),
      (error) => error instanceof DashboardInvalidInputError && error.dashboardValidationMessages?.length === 1,
    );
  });

  it("calls a real function when an alarm changes its state, and only if the function lets it", async () => {
    const lambda = squall.client(LambdaClient);
    const source = "def handler(event, context):\n    print('alarm', event['alarmData']['state']['value'])\n";
    const FunctionName = "react";
    const { FunctionArn = "" } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "python3.11",
        Handler: "react.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "react.py": source }) },
      }),
    );
    const wait = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    await waitUntilFunctionActiveV2(wait, { FunctionName });
    const alarm = {
      AlarmName: "busy",
      Namespace: "Js",
      MetricName: "Load",
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 80,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [FunctionArn],
      OKActions: [FunctionArn],
    } as const;
    await client.send(new PutMetricAlarmCommand({ ...alarm, AlarmActions: [FunctionArn], OKActions: [FunctionArn] }));
    const set = (StateValue: "OK" | "ALARM") =>
      client.send(new SetAlarmStateCommand({ AlarmName: "busy", StateValue, StateReason: "try" }));
    await set("OK");
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "alarm",
        Action: "lambda:InvokeFunction",
        Principal: "lambda.alarms.cloudwatch.amazonaws.com",
        SourceArn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:busy",
      }),
    );
    await set("ALARM");
    const logs = squall.client(CloudWatchLogsClient);
    const lines = await eventually(async () => {
      const { events } = await logs
        .send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/react", filterPattern: "alarm" }))
        .catch(() => ({ events: [] }));
      return events?.length ? events.map(({ message }) => message?.trim()) : undefined;
    }, "the function's log");
    assert.deepEqual(lines, ["alarm ALARM"]);
  });

  it("works with boto3", { skip: missing("python3", ["-c", "import boto3"]) }, async () => {
    const done = await runProgram("python3", [`${here}cloudwatch.py`], { env: clientEnvironment(squall.endpoint) });
    assert.equal(done.stderr, "");
    assert.match(done.stdout, /metrics done/);
  });

  it("works with aws-cli", { skip: missing("aws", ["--version"]) }, async () => {
    const aws = (...args: string[]) => runProgram("aws", args, { env: clientEnvironment(squall.endpoint) });
    const put = await aws("cloudwatch", "put-metric-data", "--namespace", "Cli", "--metric-name", "M", "--value", "4");
    assert.equal(put.code, 0, put.stderr);
    const list = await aws("cloudwatch", "list-metrics", "--namespace", "Cli", "--query", "Metrics[0].MetricName");
    assert.equal(list.stdout.trim(), '"M"', list.stderr);
  });
});
