import type { FunctionConfiguration, FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";

/** What makes the function run, as far as SAM has to know. */
interface SamTrigger {
  readonly service: string;
  readonly name: string;
  readonly arn: string | undefined;
  readonly state?: string;
}

interface SamParts {
  readonly configuration: FunctionConfiguration;
  readonly triggers: readonly SamTrigger[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly eventInvoke?: FunctionEventInvokeConfig;
}

/** A template of AWS SAM that makes the function again, with its package beside it as `src`. */
export function toSamTemplate({ configuration, triggers, tags, eventInvoke }: SamParts): string {
  const { FunctionName = "", Description, Environment, Layers, EphemeralStorage, LoggingConfig } = configuration;
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Description: Description || `The function ${FunctionName}`,
    Resources: {
      [logicalId(FunctionName)]: {
        Type: "AWS::Serverless::Function",
        Properties: {
          FunctionName,
          CodeUri: "src",
          Description: Description || undefined,
          Runtime: configuration.Runtime,
          Handler: configuration.Handler,
          Architectures: configuration.Architectures,
          Role: configuration.Role,
          MemorySize: configuration.MemorySize,
          Timeout: configuration.Timeout,
          EphemeralStorage: EphemeralStorage?.Size === 512 ? undefined : EphemeralStorage,
          Environment: Environment?.Variables && { Variables: Environment.Variables },
          Layers: Layers?.map(({ Arn }) => Arn),
          Tracing: configuration.TracingConfig?.Mode === "Active" ? "Active" : undefined,
          SnapStart:
            configuration.SnapStart?.ApplyOn === "PublishedVersions" ? { ApplyOn: "PublishedVersions" } : undefined,
          LoggingConfig,
          Tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
          EventInvokeConfig: toEventInvoke(eventInvoke),
          Events: toEvents(triggers),
        },
      },
    },
  };
  return toYaml(template);
}

function toEventInvoke(config: FunctionEventInvokeConfig | undefined) {
  if (!config) return undefined;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig: { OnSuccess, OnFailure } = {} } = config;
  const to = (arn: string | undefined) => arn && { Type: destinationTypes[arn.split(":")[2] ?? ""], Destination: arn };
  return {
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    DestinationConfig:
      OnSuccess?.Destination || OnFailure?.Destination
        ? { OnSuccess: to(OnSuccess?.Destination), OnFailure: to(OnFailure?.Destination) }
        : undefined,
  };
}

const destinationTypes: Readonly<Record<string, string>> = {
  sns: "SNS",
  sqs: "SQS",
  lambda: "Lambda",
  events: "EventBridge",
  s3: "S3Bucket",
};

/** Those that SAM knows by an ARN alone; a bucket of another template cannot be named as a source. */
function toEvents(triggers: readonly SamTrigger[]): Readonly<Record<string, unknown>> | undefined {
  const events = triggers.flatMap(({ service, arn, state, name }) => {
    const enabled = state === "Disabled" ? { Enabled: false } : {};
    const properties = {
      SQS: { Type: "SQS", Properties: { Queue: arn, ...enabled } },
      SNS: { Type: "SNS", Properties: { Topic: arn } },
      DynamoDB: { Type: "DynamoDB", Properties: { Stream: arn, StartingPosition: "LATEST", ...enabled } },
    }[service];
    return properties && arn ? [[`${logicalId(service)}${logicalId(name)}`, properties] as const] : [];
  });
  return events.length > 0 ? Object.fromEntries(events) : undefined;
}

/** CloudFormation takes letters and digits only. */
function logicalId(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "") || "Function";
}

/** JSON's texts and numbers are YAML's, too. */
function toYaml(value: object, indent = ""): string {
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => {
      const name = /^[A-Za-z][\w:-]*$/.test(key) ? key : JSON.stringify(key);
      if (Array.isArray(one))
        return `${indent}${name}:\n${one.map((each) => `${indent}  - ${JSON.stringify(each)}\n`).join("")}`;
      if (typeof one !== "object" || one === null) return `${indent}${name}: ${JSON.stringify(one)}\n`;
      const inner = toYaml(one, `${indent}  `);
      return inner === "" ? `${indent}${name}: {}\n` : `${indent}${name}:\n${inner}`;
    })
    .join("");
}
