import type { FilledAction } from "../fill-action.ts";

/** What an action acts on, by the name that its settings give it: an error message's `failedResource`. */
export function resourceOf({ kind, settings }: FilledAction): string {
  if (kind === "dynamoDBv2") return String((settings.putItem as { tableName?: unknown } | undefined)?.tableName);
  const name = settings[names[kind] ?? ""];
  return typeof name === "string" ? name : kind;
}

const names: Readonly<Record<string, string>> = {
  cloudwatchAlarm: "alarmName",
  cloudwatchLogs: "logGroupName",
  cloudwatchMetric: "metricName",
  dynamoDB: "tableName",
  http: "url",
  kinesis: "streamName",
  lambda: "functionArn",
  republish: "topic",
  s3: "bucketName",
  sns: "targetArn",
  sqs: "queueUrl",
  stepFunctions: "stateMachineName",
};
