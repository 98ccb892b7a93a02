// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates are written like this.
import type { Action } from "@aws-sdk/client-iot";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { nameOfArn } from "../../../choices/choice.ts";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useRoleChoices } from "../../../choices/roles.ts";
import { useTableChoices } from "../../../choices/tables.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { jsonProblem, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription, UseChoices } from "../../../described/field-description.ts";
import { checkTopic } from "../mqtt/topics.ts";

/** A kind of action: what its form has, and what its role must allow. */
export interface ActionKind {
  /** As the API names it: `dynamoDBv2`. */
  readonly value: keyof Action & string;
  readonly label: string;
  readonly fields: readonly FieldDescription[];
  /** From the form to the API. */
  readonly settings: (values: Values, account: string) => Readonly<Record<string, unknown>>;
  /** And back. */
  readonly values: (settings: Settings, at: Place) => Values;
  /** What a role made for it allows; undefined where the action needs no role. */
  readonly allows?: (values: Values, at: Place) => { readonly actions: readonly string[]; readonly resource: string };
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

type Settings = Readonly<Record<string, unknown>>;

const templates = "May have templates in it: ${topic(2)}, ${device}.";

const roleField: FieldDescription = {
  name: "roleArn",
  label: "IAM role",
  kind: "choice",
  useChoices: useRoleChoices,
  description: "What AWS IoT does it as. Left empty, a role is made that allows just this.",
  placeholder: "Create a new role",
};

/** Most actions are texts by the same names in form and API. */
function ofTexts(names: readonly string[]): Pick<ActionKind, "settings" | "values"> {
  return {
    settings: (values) =>
      Object.fromEntries([...names, "roleArn"].flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
    values: (settings) => Object.fromEntries([...names, "roleArn"].map((name) => [name, String(settings[name] ?? "")])),
  };
}

interface TextMore {
  readonly constraint?: string;
  readonly placeholder?: string;
  readonly problem?: (value: string) => string | undefined;
}

function text(name: string, label: string, more: TextMore = {}): FieldDescription {
  return { name, label, required: `Enter a value: ${label}.`, ...more };
}

function choice(name: string, label: string, useChoices: UseChoices): FieldDescription {
  return { name, label, kind: "choice", useChoices, required: "Choose one, or enter it.", placeholder: "Choose one" };
}

/** A choice whose value is the resource's name, not its ARN. */
function byName(name: string, label: string, useChoices: UseChoices): FieldDescription {
  return { ...choice(name, label, useChoices), byName: true } as FieldDescription;
}

const tableField = byName("tableName", "Table name", useTableChoices);

/** Of a kind that the form does not know: as the API has it. */
export function unknownKind(value: string): ActionKind {
  return {
    value: value as ActionKind["value"],
    label: value,
    fields: [
      {
        name: "json",
        label: "Settings",
        kind: "code",
        language: "json",
        required: "Enter them.",
        problem: jsonProblem,
      },
    ],
    settings: ({ json = "{}" }) => JSON.parse(json),
    values: (settings) => ({ json: JSON.stringify(settings, undefined, 2) }),
  };
}

/** Every kind that Squall carries out, by AWS's names. */
export const actionKinds: readonly ActionKind[] = [
  {
    value: "lambda",
    label: "Lambda: send a message to a function",
    fields: [choice("functionArn", "Lambda function", useFunctionChoices)],
    ...ofTexts(["functionArn"]),
  },
  {
    value: "dynamoDBv2",
    label: "DynamoDBv2: a column for each member of the message",
    fields: [tableField, roleField],
    settings: ({ tableName, roleArn }) => ({ putItem: { tableName }, roleArn }),
    values: ({ putItem, roleArn }) => ({
      tableName: (putItem as { tableName?: string } | undefined)?.tableName ?? "",
      roleArn: String(roleArn ?? ""),
    }),
    allows: ({ tableName = "" }, at) => ({ actions: ["dynamodb:PutItem"], resource: tableArn(at, tableName) }),
  },
  {
    value: "dynamoDB",
    label: "DynamoDB: the message as one column",
    fields: [
      tableField,
      text("hashKeyField", "Partition key"),
      text("hashKeyValue", "Partition key value", { constraint: templates }),
      {
        name: "hashKeyType",
        label: "Partition key type",
        kind: "select",
        options: [{ value: "STRING" }, { value: "NUMBER" }],
      },
      { name: "rangeKeyField", label: "Sort key" },
      { name: "rangeKeyValue", label: "Sort key value", constraint: templates },
      {
        name: "payloadField",
        label: "Write message data to this column",
        constraint: "payload, unless another is given.",
      },
      roleField,
    ],
    ...ofTexts([
      "tableName",
      "hashKeyField",
      "hashKeyValue",
      "hashKeyType",
      "rangeKeyField",
      "rangeKeyValue",
      "payloadField",
    ]),
    allows: ({ tableName = "" }, at) => ({
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      resource: tableArn(at, tableName),
    }),
  },
  {
    value: "s3",
    label: "S3: store the message in a bucket",
    fields: [
      byName("bucketName", "S3 bucket", useBucketChoices),
      text("key", "Key", {
        constraint: templates,
        placeholder: "${topic()}/${timestamp()}",
      }),
      roleField,
    ],
    ...ofTexts(["bucketName", "key"]),
    allows: ({ bucketName }) => ({ actions: ["s3:PutObject"], resource: `arn:aws:s3:::${bucketName}/*` }),
  },
  {
    value: "sqs",
    label: "SQS: send the message to a queue",
    fields: [
      choice("queueArn", "SQS queue", useQueueChoices),
      { name: "useBase64", label: "Encoding", kind: "check", text: "Use Base64 encoding" },
      roleField,
    ],
    settings: ({ queueArn = "", useBase64, roleArn }, account) => ({
      queueUrl: `${window.location.origin}/${queueArn.split(":")[4] || account}/${nameOfArn(queueArn)}`,
      useBase64: useBase64 === "true",
      roleArn,
    }),
    values: ({ queueUrl, useBase64, roleArn }, { region }) => {
      const [owner = "", name = ""] = String(queueUrl ?? "")
        .split("/")
        .slice(-2);
      return {
        queueArn: `arn:aws:sqs:${region}:${owner}:${name}`,
        useBase64: useBase64 ? "true" : "",
        roleArn: String(roleArn ?? ""),
      };
    },
    allows: ({ queueArn = "" }) => ({ actions: ["sqs:SendMessage"], resource: queueArn }),
  },
  {
    value: "sns",
    label: "SNS: publish the message to a topic",
    fields: [
      choice("targetArn", "SNS topic", useTopicChoices),
      {
        name: "messageFormat",
        label: "Message format",
        kind: "select",
        options: [
          { value: "RAW", label: "RAW: the message as it is" },
          { value: "JSON", label: "JSON: a text for each protocol" },
        ],
      },
      roleField,
    ],
    ...ofTexts(["targetArn", "messageFormat"]),
    allows: ({ targetArn = "" }) => ({ actions: ["sns:Publish"], resource: targetArn }),
  },
  {
    value: "republish",
    label: "Republish to an AWS IoT topic",
    fields: [
      text("topic", "Topic", {
        constraint: `${templates} A $ at the beginning is doubled: $$aws/….`,
        problem: (topic: string) => checkTopic(topic.replaceAll(/\$\{[^}]*\}/g, "x")),
      }),
      { name: "qos", label: "Quality of Service", kind: "select", options: [{ value: "0" }, { value: "1" }] },
      roleField,
    ],
    settings: ({ topic, qos, roleArn }) => ({ topic, qos: Number(qos || 0), roleArn }),
    values: ({ topic, qos, roleArn }) => ({
      topic: String(topic ?? ""),
      qos: String(qos ?? 0),
      roleArn: String(roleArn ?? ""),
    }),
    allows: (_values, { region, account }) => ({
      actions: ["iot:Publish"],
      resource: `arn:aws:iot:${region}:${account}:topic/*`,
    }),
  },
  {
    value: "cloudwatchLogs",
    label: "CloudWatch logs: write the message to a log group",
    fields: [byName("logGroupName", "Log group name", useLogGroupChoices), roleField],
    ...ofTexts(["logGroupName"]),
    allows: ({ logGroupName }, { region, account }) => ({
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`,
    }),
  },
  {
    value: "cloudwatchMetric",
    label: "CloudWatch metrics: capture a metric",
    fields: [
      text("metricName", "Metric name", { constraint: templates }),
      text("metricNamespace", "Metric namespace"),
      text("metricValue", "Metric value", {
        constraint: templates,
        placeholder: "${temperature}",
      }),
      text("metricUnit", "Unit", { constraint: "Count, Seconds, Bytes, Percent, None, …" }),
      { name: "metricTimestamp", label: "Timestamp", constraint: `Seconds since 1970. ${templates}` },
      roleField,
    ],
    ...ofTexts(["metricName", "metricNamespace", "metricValue", "metricUnit", "metricTimestamp"]),
    allows: () => ({ actions: ["cloudwatch:PutMetricData"], resource: "*" }),
  },
  {
    value: "cloudwatchAlarm",
    label: "CloudWatch alarms: change an alarm's state",
    fields: [
      text("alarmName", "Alarm name"),
      text("stateReason", "State change reason"),
      {
        name: "stateValue",
        label: "State",
        kind: "select",
        required: "Choose a state.",
        options: [{ value: "OK" }, { value: "ALARM" }, { value: "INSUFFICIENT_DATA" }],
      },
      roleField,
    ],
    ...ofTexts(["alarmName", "stateReason", "stateValue"]),
    allows: () => ({ actions: ["cloudwatch:SetAlarmState"], resource: "*" }),
  },
  {
    value: "http",
    label: "HTTPS: send the message to a web endpoint",
    fields: [
      text("url", "HTTPS endpoint", {
        constraint: templates,
        problem: (url: string) => (/^https?:\/\//.test(url) ? undefined : "Enter a URL: https://…"),
      }),
      {
        name: "confirmationUrl",
        label: "Confirmation URL",
        description:
          "It is asked to confirm that it wants messages: the endpoint must answer, or call the link that it is sent.",
        problem: (url) => (/^https?:\/\//.test(url) ? undefined : "Enter a URL: https://…"),
      },
      { name: "headers", label: "Headers", kind: "pairs", add: "Add header", empty: "No headers." },
    ],
    settings: ({ url, confirmationUrl, headers }) => ({
      url,
      confirmationUrl: confirmationUrl || undefined,
      headers: JSON.parse(headers || "[]"),
    }),
    values: ({ url, confirmationUrl, headers }) => ({
      url: String(url ?? ""),
      confirmationUrl: String(confirmationUrl ?? ""),
      headers: JSON.stringify(headers ?? []),
    }),
  },
];

function tableArn({ region, account }: Place, table: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}`;
}
