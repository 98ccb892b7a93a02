import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  ListBucketsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { isNotFound } from "../../../aws/errors.ts";
import { tableOfStream } from "../../../choices/streams.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { type PolicyStatement, sourceOf, usePolicy } from "../api.ts";
import type { KnownIotRule } from "./iot-rules.ts";
import type { KnownApi } from "./read-routes.ts";
import type { KnownRule } from "./read-rules.ts";
import type { ScheduleName } from "./schedules.ts";

/** What makes a function run. */
export interface Trigger {
  readonly id: string;
  /** "S3", "SQS", "EventBridge". */
  readonly service: string;
  readonly name: string;
  readonly arn: string | undefined;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  /** `Enabled`, `Disabled`, or what it is on its way to; of those that can be switched. */
  readonly state?: string;
  /** Its page, where it has one. */
  readonly href?: string;
  readonly statementId?: string;
  /** Of an event source mapping. */
  readonly mappingId?: string;
  readonly rule?: RuleName;
  readonly topicArn?: string;
  readonly route?: ApiRoute;
  /** The name of a rule of AWS IoT. */
  readonly iotRule?: string;
  readonly schedule?: ScheduleName;
  readonly s3?: { readonly bucket: string; readonly notificationId: string };
}

/** What an API's statement allows: an API, and of which path. */
export interface ApiRoute {
  readonly apiId: string;
  /** `/pets`, or undefined for every path. */
  readonly path: string | undefined;
}

export interface RuleName {
  readonly bus: string;
  readonly name: string;
}

/**
 * A function's triggers stand in three places: who may invoke it is in its policy, what S3 sends is with the bucket, and what Lambda
 * itself fetches are event source mappings.
 */
export function useTriggers(functionName: string, functionArn: string | undefined): Live<readonly Trigger[]> {
  const s3 = useClient(S3Client);
  const policy = usePolicy(functionName);
  const mappings = useMappings(functionName);
  const urls = useUrls(functionName);
  const schedules = useSchedules(functionArn);
  const statements = policy.data ?? [];
  const buckets = [...new Set(statements.filter(isOfS3).map((statement) => bucketOf(statement) ?? ""))].sort();
  const notifications = useLive(
    `lambda/notifications/${functionArn}/${buckets.join()}`,
    async () => {
      const names = buckets.includes("") ? await allBuckets(s3) : buckets;
      return (await Promise.all(names.map((bucket) => readNotifications(s3, bucket, functionArn)))).flat();
    },
    { enabled: functionArn !== undefined && buckets.length > 0, everyMs: 1_800 },
  );
  const ofOthers = statements
    .filter((statement) => !isOfS3(statement) && !(isOfUrl(statement) && urls.data && urls.data.length > 0))
    .map(toPolicyTrigger);
  const rules = useRules(ofOthers.flatMap(({ rule }) => rule ?? []));
  const apis = useApis(ofOthers.flatMap(({ route }) => route ?? []));
  const iotRules = useIotRules(ofOthers.flatMap(({ iotRule }) => iotRule ?? []));
  const others = ofOthers.map((trigger) =>
    withIotRule(withApi(withRule(trigger, rules.data), apis.data), iotRules.data),
  );
  const ofS3 = (notifications.data ?? []).map(({ bucket, configuration }) =>
    toS3Trigger(bucket, configuration, statements),
  );
  return {
    data: policy.data && [
      ...ofS3,
      ...(urls.data ?? []),
      ...others,
      ...(mappings.data ?? []),
      ...(schedules.data ?? []),
    ],
    error: policy.error ?? notifications.error,
    isLoading: policy.isLoading || notifications.isLoading,
    refresh: () => {
      policy.refresh();
      notifications.refresh();
      mappings.refresh();
      urls.refresh();
      rules.refresh();
      apis.refresh();
      iotRules.refresh();
      schedules.refresh();
    },
  };
}

/** Empty where the server has no event source mappings yet. */
function useMappings(FunctionName: string): Live<readonly Trigger[]> {
  const client = useClient(LambdaClient);
  return useLive(`lambda/mappings/${FunctionName}`, async (abortSignal) => {
    const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ FunctionName }), {
      abortSignal,
    });
    return EventSourceMappings.map(toMappingTrigger);
  });
}

function toMappingTrigger(mapping: EventSourceMappingConfiguration): Trigger {
  const { UUID = "", EventSourceArn = "", State = "", BatchSize, ScalingConfig, FilterCriteria } = mapping;
  const [, , service = "", , , ...rest] = EventSourceArn.split(":");
  const name = service === "dynamodb" ? tableOfStream(EventSourceArn) : rest.join(":");
  const all: readonly (readonly [string, string | number | undefined])[] = [
    ["State", State],
    ["UUID", UUID],
    ["Batch size", BatchSize],
    ["Batch window", `${mapping.MaximumBatchingWindowInSeconds ?? 0} seconds`],
    ["Maximum concurrency", ScalingConfig?.MaximumConcurrency],
    ["Report batch item failures", mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") ? "Yes" : "No"],
    ["Filter criteria", FilterCriteria?.Filters?.map(({ Pattern }) => Pattern).join("\n")],
    ["On-failure destination", mapping.DestinationConfig?.OnFailure?.Destination],
    ["Last processing result", mapping.LastProcessingResult],
  ];
  return {
    id: UUID,
    service: serviceNames[service] ?? service,
    name,
    arn: EventSourceArn,
    state: State,
    href: hrefOf(service, name),
    mappingId: UUID,
    details: all.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value: String(value) }])),
  };
}

function hrefOf(service: string, name: string): string | undefined {
  if (service === "sqs") return `/console/sqs/queues/${name}`;
  return service === "dynamodb" ? `/console/dynamodb/tables/${name}?tab=streams` : undefined;
}

/** Function URLs, of the function and of its aliases. The statements that open one to everybody are no triggers of their own. */
function useUrls(FunctionName: string): Live<readonly Trigger[]> {
  const client = useClient(LambdaClient);
  return useLive(`lambda/urls/${FunctionName}`, async () => {
    const { FunctionUrlConfigs = [] } = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
    return FunctionUrlConfigs.map(({ FunctionUrl = "", FunctionArn = "", AuthType = "", InvokeMode = "BUFFERED" }) => ({
      id: FunctionUrl,
      service: "Function URL",
      name: FunctionUrl,
      arn: FunctionArn,
      details: [
        { label: "Auth type", value: AuthType },
        { label: "Invoke mode", value: InvokeMode },
        { label: "Function ARN", value: FunctionArn },
      ],
    }));
  });
}

interface Notification {
  readonly bucket: string;
  readonly configuration: LambdaFunctionConfiguration;
}

async function readNotifications(
  client: S3Client,
  bucket: string,
  functionArn: string | undefined,
): Promise<Notification[]> {
  try {
    const { LambdaFunctionConfigurations = [] } = await client.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    return LambdaFunctionConfigurations.filter(({ LambdaFunctionArn }) => LambdaFunctionArn === functionArn).map(
      (configuration) => ({
        bucket,
        configuration,
      }),
    );
  } catch (error) {
    // The bucket that a permission names may be gone.
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** A permission without a source lets every bucket send; only some of a great many are looked at. */
async function allBuckets(client: S3Client): Promise<string[]> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({ MaxBuckets: 100 }));
  return Buckets.map(({ Name = "" }) => Name);
}

function toS3Trigger(
  bucket: string,
  { Id = "", Events = [], Filter }: LambdaFunctionConfiguration,
  statements: readonly PolicyStatement[],
): Trigger {
  const rule = (name: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value || "None";
  return {
    id: `${bucket}/${Id}`,
    service: "S3",
    name: bucket,
    href: `/console/s3/buckets/${bucket}`,
    arn: `arn:aws:s3:::${bucket}`,
    details: [
      { label: "Bucket arn", value: `arn:aws:s3:::${bucket}` },
      { label: "Event types", value: Events.join(", ") },
      { label: "Notification name", value: Id },
      { label: "Prefix", value: rule("prefix") },
      { label: "Suffix", value: rule("suffix") },
    ],
    statementId: statements.find((statement) => bucketOf(statement) === bucket)?.Sid,
    s3: { bucket, notificationId: Id },
  };
}

function toPolicyTrigger(statement: PolicyStatement): Trigger {
  const principal = principalOf(statement);
  const arn = sourceOf(statement);
  const rule = principal === "events.amazonaws.com" ? ruleOf(arn) : undefined;
  const isTopic = principal === "sns.amazonaws.com" && arn !== undefined;
  const route = principal === "apigateway.amazonaws.com" ? routeOf(arn) : undefined;
  const iotRule = principal === "iot.amazonaws.com" ? /:rule\/(\w+)$/.exec(arn ?? "")?.[1] : undefined;
  return {
    rule,
    route,
    iotRule,
    topicArn: isTopic ? arn : undefined,
    href: rule
      ? `/console/events/rules/${encodeURIComponent(rule.bus)}/${encodeURIComponent(rule.name)}`
      : isTopic
        ? `/console/sns/topics/${encodeURIComponent(arn)}`
        : iotRule
          ? `/console/iot/rules/${iotRule}`
          : route && `/console/apigateway/apis/${route.apiId}`,
    id: statement.Sid,
    service: isOfUrl(statement) ? "Function URL" : nameOfCaller(principal),
    name: rule?.name ?? iotRule ?? (arn?.split(":").slice(5).join(":") || statement.Sid),
    arn,
    details: [
      { label: "Principal", value: principal },
      { label: "Source ARN", value: arn ?? "Any" },
      { label: "Statement ID", value: statement.Sid },
    ],
    statementId: statement.Sid,
  };
}

/** `rule/NAME` of the default bus, `rule/BUS/NAME` of another. */
function ruleOf(arn: string | undefined): RuleName | undefined {
  const [, bus = "default", name] = /:rule\/(?:([^/*?]+)\/)?([^/*?]+)$/.exec(arn ?? "") ?? [];
  return name === undefined ? undefined : { bus, name };
}

function routeOf(arn: string | undefined): ApiRoute | undefined {
  const [, apiId, path] = /^arn:aws:execute-api:[^:]*:[^:]*:([a-z0-9]+)(?:\/[^/]+\/[^/]+(\/.*))?/.exec(arn ?? "") ?? [];
  return apiId === undefined ? undefined : { apiId, path };
}

/** What API Gateway says of the APIs whose statements there are; its client comes when there is one. */
function useApis(routes: readonly ApiRoute[]): Live<readonly KnownApi[]> {
  const { client } = useSession();
  return useLive(
    `lambda/apis/${JSON.stringify(routes)}`,
    async () => {
      const { readApisOf } = await import("./read-routes.ts");
      return readApisOf(client, routes);
    },
    { enabled: routes.length > 0, everyMs: 2_000 },
  );
}

function withApi(trigger: Trigger, apis: readonly KnownApi[] | undefined): Trigger {
  const { route } = trigger;
  const known = route && apis?.find(({ apiId }) => apiId === route.apiId);
  if (!known) return trigger;
  const endpoints = known.addresses.map((address) => ({
    label: "API endpoint",
    value: `${address}${route.path ?? ""}`,
  }));
  return { ...trigger, name: known.name, href: known.href, details: [...endpoints, ...trigger.details] };
}

/** What EventBridge says of the rules whose statements there are; its client comes when there is one. */
function useRules(names: readonly RuleName[]): Live<readonly KnownRule[]> {
  const { client } = useSession();
  return useLive(
    `lambda/rules/${JSON.stringify(names)}`,
    async () => {
      const { readRules } = await import("./read-rules.ts");
      return readRules(client, names);
    },
    { enabled: names.length > 0, everyMs: 2_000 },
  );
}

function withRule(trigger: Trigger, rules: readonly KnownRule[] | undefined): Trigger {
  const { rule } = trigger;
  const known = rule && rules?.find(({ name, bus }) => name === rule.name && bus === rule.bus);
  if (!known) return trigger;
  return { ...trigger, state: known.state, details: [...known.details, ...trigger.details] };
}

/** What AWS IoT says of the rules whose statements there are; its client comes when there is one. */
function useIotRules(names: readonly string[]): Live<readonly KnownIotRule[]> {
  const { client } = useSession();
  return useLive(
    `lambda/iot-rules/${names.join()}`,
    async () => {
      const { readIotRules } = await import("./iot-rules.ts");
      return readIotRules(client, names);
    },
    { enabled: names.length > 0, everyMs: 2_000 },
  );
}

/** Schedules act by a role, so no statement names them; their client comes after the page. */
function useSchedules(functionArn: string | undefined): Live<readonly Trigger[]> {
  const { client } = useSession();
  return useLive(
    `lambda/schedules/${functionArn}`,
    async (signal) => {
      const { readSchedules } = await import("./schedules.ts");
      return readSchedules(client, functionArn ?? "", signal);
    },
    { enabled: functionArn !== undefined, everyMs: 10_000 },
  );
}

function withIotRule(trigger: Trigger, rules: readonly KnownIotRule[] | undefined): Trigger {
  const known = trigger.iotRule && rules?.find(({ name }) => name === trigger.iotRule);
  if (!known) return trigger;
  return { ...trigger, state: known.state, details: [...known.details, ...trigger.details] };
}

export function principalOf({ Principal }: PolicyStatement): string {
  if (typeof Principal === "string") return Principal;
  return Object.values(Principal).flat().join(", ");
}

/** "S3"; an account or user by its ARN's end; everybody in words. */
function nameOfCaller(principal: string): string {
  if (principal === "*") return "Everybody";
  return (
    serviceNames[principal.replace(/^(logs)\.[a-z0-9-]+(?=\.amazonaws)/, "$1").replace(".amazonaws.com", "")] ??
    (principal.split(":").slice(4).join(":") || principal)
  );
}

/** Made with a function URL that everybody may call. */
function isOfUrl({ Action, Condition = {} }: PolicyStatement): boolean {
  const keys = Object.values(Condition).flatMap((entries) => Object.keys(entries));
  return [Action].flat().includes("lambda:InvokeFunctionUrl") || keys.includes("lambda:InvokedViaFunctionUrl");
}

function isOfS3(statement: PolicyStatement): boolean {
  return principalOf(statement) === "s3.amazonaws.com";
}

function bucketOf(statement: PolicyStatement): string | undefined {
  return /^arn:aws:s3:::([^/*?]+)$/.exec(sourceOf(statement) ?? "")?.[1];
}

const serviceNames: Readonly<Record<string, string>> = {
  s3: "S3",
  sqs: "SQS",
  sns: "SNS",
  dynamodb: "DynamoDB",
  kinesis: "Kinesis",
  events: "EventBridge (CloudWatch Events)",
  scheduler: "EventBridge Scheduler",
  apigateway: "API Gateway",
  logs: "CloudWatch Logs",
  iot: "AWS IoT",
};
