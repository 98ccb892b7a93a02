import { partitionOf } from "../../platform/arn.ts";
import type { AccessRules, Place } from "../service.ts";
import type { CloudWatch } from "./model.ts";

/** Source: "Actions, resources, and condition keys for Amazon CloudWatch". */
export const accessRules: AccessRules<CloudWatch> = {
  prefix: "cloudwatch",
  also: {
    PutMetricAlarm: { Tags: "cloudwatch:TagResource" },
    PutCompositeAlarm: { Tags: "cloudwatch:TagResource" },
    PutDashboard: { Tags: "cloudwatch:TagResource" },
  },
  resource: (operation, input, at) => {
    if (typeof input.ResourceARN === "string") return input.ResourceARN;
    if (typeof input.DashboardName === "string")
      return `arn:${partitionOf(at.region)}:cloudwatch::${at.account}:dashboard/${input.DashboardName}`;
    if (typeof input.AlarmName === "string") return alarmArn(at, input.AlarmName);
    const names = input.AlarmNames;
    return alarmListOperations.has(operation) && Array.isArray(names) && names.length === 1
      ? alarmArn(at, String(names[0]))
      : "*";
  },
  conditions: (_operation, input): Record<string, readonly string[]> =>
    typeof input.Namespace === "string" ? { "cloudwatch:namespace": [input.Namespace] } : {},
  // Services publish their own metrics (AWS/Lambda) without a policy; on AWS this does not pass by the API at all.
  resourcePolicy: async (operation) => (operation === "PutMetricData" ? servicesMayPublish : undefined),
};

export function alarmArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${name}`;
}

const alarmListOperations = new Set(["DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions"]);

const servicesMayPublish = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: {
        Service: [
          "lambda.amazonaws.com",
          "logs.amazonaws.com",
          "s3.amazonaws.com",
          "dynamodb.amazonaws.com",
          "sqs.amazonaws.com",
          "sns.amazonaws.com",
          "events.amazonaws.com",
          "iot.amazonaws.com",
          "scheduler.amazonaws.com",
          "pipes.amazonaws.com",
          "apigateway.amazonaws.com",
          "ec2.amazonaws.com",
        ],
      },
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
    },
  ],
});
