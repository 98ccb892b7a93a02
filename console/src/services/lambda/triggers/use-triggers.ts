import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { isNotFound } from "../../../aws/errors.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type PolicyStatement, sourceOf, usePolicy } from "../api.ts";

/** What makes a function run. */
export interface Trigger {
  readonly id: string;
  /** "S3", "SQS", "EventBridge". */
  readonly service: string;
  readonly name: string;
  readonly arn: string | undefined;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly statementId?: string;
  readonly s3?: { readonly bucket: string; readonly notificationId: string };
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
  const others = statements
    .filter((statement) => !isOfS3(statement) && !(isOfUrl(statement) && urls.data && urls.data.length > 0))
    .map(toPolicyTrigger);
  const ofS3 = (notifications.data ?? []).map(({ bucket, configuration }) =>
    toS3Trigger(bucket, configuration, statements),
  );
  return {
    data: policy.data && [...ofS3, ...(urls.data ?? []), ...others, ...(mappings.data ?? [])],
    error: policy.error ?? notifications.error,
    isLoading: policy.isLoading || notifications.isLoading,
    refresh: () => {
      policy.refresh();
      notifications.refresh();
      mappings.refresh();
      urls.refresh();
    },
  };
}

/** Takes the notification off the bucket, then S3's permission, as AWS's console does. */
export async function deleteTrigger(
  clients: { s3: S3Client; lambda: LambdaClient },
  functionName: string,
  trigger: Trigger,
): Promise<void> {
  if (trigger.s3) {
    const { bucket: Bucket, notificationId } = trigger.s3;
    const { $metadata: _metadata, ...before } = await clients.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    await clients.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          ...before,
          LambdaFunctionConfigurations: before.LambdaFunctionConfigurations?.filter(({ Id }) => Id !== notificationId),
        },
      }),
    );
  }
  if (trigger.statementId) {
    await clients.lambda.send(
      new RemovePermissionCommand({ FunctionName: functionName, StatementId: trigger.statementId }),
    );
  }
}

/** Empty where the server has no event source mappings yet. */
function useMappings(FunctionName: string): Live<readonly Trigger[]> {
  const client = useClient(LambdaClient);
  return useLive(`lambda/mappings/${FunctionName}`, async (abortSignal) => {
    const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ FunctionName }), {
      abortSignal,
    });
    return EventSourceMappings.map(({ UUID = "", EventSourceArn = "", State = "", BatchSize }) => ({
      id: UUID,
      service: serviceNames[EventSourceArn.split(":")[2] ?? ""] ?? EventSourceArn.split(":")[2] ?? "",
      name: EventSourceArn.split(":").slice(5).join(":"),
      arn: EventSourceArn,
      details: [
        { label: "State", value: State },
        { label: "Batch size", value: String(BatchSize ?? "-") },
      ],
    }));
  });
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
  return {
    id: statement.Sid,
    service: isOfUrl(statement) ? "Function URL" : nameOfCaller(principal),
    name: arn?.split(":").slice(5).join(":") || statement.Sid,
    arn,
    details: [
      { label: "Principal", value: principal },
      { label: "Source ARN", value: arn ?? "Any" },
      { label: "Statement ID", value: statement.Sid },
    ],
    statementId: statement.Sid,
  };
}

export function principalOf({ Principal }: PolicyStatement): string {
  if (typeof Principal === "string") return Principal;
  return Object.values(Principal).flat().join(", ");
}

/** "S3"; an account or user by its ARN's end; everybody in words. */
function nameOfCaller(principal: string): string {
  if (principal === "*") return "Everybody";
  return (
    serviceNames[principal.replace(".amazonaws.com", "")] ?? (principal.split(":").slice(4).join(":") || principal)
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
  iot: "IoT",
};
