import type { ServiceRecord } from "../../src/wire/registry.ts";
import type { Protocol } from "../../src/wire/service-facts.ts";
import type { ConstraintTable } from "./constraint-table.ts";

/** What is known of a service without its schemas: from its client's own configuration, and from `exceptions` what that lacks. */
export function toServiceRecord(
  name: string,
  sdk: Readonly<Record<string, unknown>>,
  table: ConstraintTable,
): ServiceRecord {
  const { config } = createClient(sdk);
  const settings = config.protocolSettings;
  const preferred = config.protocol.getShapeId().split("#")[1] as Protocol;
  const json = preferred.startsWith("awsJson") ? preferred : "awsJson1_0";
  const modelled = table.protocols.map((protocol) => (protocol === "json" ? json : modelProtocols[protocol]!));
  const { signingNames = [], protocols = [], ...rest } = exceptions[name] ?? {};
  const record: ServiceRecord = {
    name,
    signingNames: [config.defaultSigningName, ...signingNames],
    endpointPrefix: endpointPrefix(config),
    target: settings.serviceTarget,
    version: settings.version,
    protocols: [...new Set([preferred, ...modelled, ...protocols])],
    xmlNamespace: settings.xmlNamespace,
    queryCompatible: settings.awsQueryCompatible,
    constraintError: "ValidationException",
    ...rest,
  };
  return record;
}

const modelProtocols: Readonly<Record<string, Protocol>> = {
  "rest-json": "restJson1",
  "rest-xml": "restXml",
  query: "awsQuery",
  ec2: "ec2Query",
  "smithy-rpc-v2-cbor": "rpcv2Cbor",
};

/**
 * What no client says. `protocols` are those of older and of other clients (the SQS of 2022 speaks forms); `signingNames` of
 * older clients and of S3's variants. `constraintError` is the code each service gives a failed constraint.
 */
const exceptions: Readonly<Record<string, Partial<ServiceRecord>>> = {
  "api-gateway": { namesInput: true },
  apigatewayv2: { constraintError: "BadRequestException" },
  cloudformation: { constraintError: "ValidationError" },
  cloudwatch: { constraintError: "ValidationError", errorNamespace: "com.amazonaws.cloudwatch.v2010_08_01" },
  "cloudwatch-logs": {
    constraintError: "InvalidParameterException",
    hidesValues: ["logGroupIdentifier", "logGroupIdentifiers"],
  },
  dlm: { constraintError: "InvalidRequestException" },
  dynamodb: { protocols: ["rpcv2Cbor"], coralNamespace: "com.amazonaws.dynamodb.v20120810" },
  ec2: {
    constraintError: "InvalidParameterValue",
    missingParameter: "The request must contain the parameter %s",
  },
  iam: { constraintError: "ValidationError", hidesValues: true },
  iot: { constraintError: "InvalidRequestException", signingNames: ["execute-api"] },
  "iot-data-plane": { constraintError: "InvalidRequestException" },
  kinesis: { protocols: ["rpcv2Cbor"] },
  lambda: { namesNull: true },
  s3: {
    constraintError: "InvalidArgument",
    signingNames: ["s3express", "s3-object-lambda"],
    errorStatus: { NotFound: 404 },
    unwrappedOutputs: ["GetBucketLocation"],
  },
  sns: { constraintError: "ValidationError" },
  sqs: {
    constraintError: "InvalidParameterValue",
    missingParameter: "The request must contain the parameter %s.",
    protocols: ["awsQuery"],
    xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    queryJsonNames: { QueueUrls: "queueUrls", Messages: "messages" },
  },
  sts: { constraintError: "ValidationError" },
  xray: { constraintError: "InvalidRequestException" },
};

interface ClientConfig {
  readonly defaultSigningName: string;
  readonly protocolSettings: {
    readonly serviceTarget?: string;
    readonly version: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly protocol: { getShapeId(): string };
  readonly endpointProvider: (parameters: Readonly<Record<string, unknown>>) => { readonly url: URL };
}

function createClient(sdk: Readonly<Record<string, unknown>>): { readonly config: ClientConfig } {
  const key = Object.keys(sdk).find((name) => /^[^_].*Client$/.test(name));
  const Client = sdk[key ?? ""] as new (options: object) => { config: ClientConfig };
  return new Client({ region, credentials: { accessKeyId: "AKID", secretAccessKey: "secret" } });
}

const region = "us-east-1";

function endpointPrefix({ endpointProvider }: ClientConfig): string {
  const { host } = endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false }).url;
  return host.replace(".amazonaws.com", "").replace(`.${region}`, "");
}
