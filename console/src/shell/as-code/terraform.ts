import { Bytes, type LoggedCall } from "../../aws/call-log.ts";
import { Block, Expression, jsonencode, toResource } from "./hcl.ts";
import { toSnake } from "./names.ts";

/** A call as the resource of Terraform's AWS provider that makes the same; undefined for what no resource does. */
export function toTerraform({ service, operation, input }: LoggedCall): string | undefined {
  // The provider's resource of a function has no tenants.
  if ((input as Input).TenancyConfig !== undefined) return undefined;
  const made = resources[`${service}.${operation}`]?.(input as Input);
  return made && toResource(made.type, made.name ?? "this", made.entries);
}

// biome-ignore lint/suspicious/noExplicitAny: inputs of every operation.
type Input = any;
type ToResource = (input: Input) => {
  readonly type: string;
  readonly name?: string;
  readonly entries: Readonly<Record<string, unknown>>;
};

/** The members in Terraform's spelling, but for those that it writes otherwise. */
function snake(input: Input, without: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input ?? {})
      .filter(([member]) => !without.includes(member))
      .map(([member, value]) => [toSnake(member), value]),
  );
}

/** A structure as a block, with the structures in it as blocks. */
function block(value: Input): Block | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const nested = (one: unknown): unknown =>
    Array.isArray(one)
      ? one.map(nested)
      : typeof one === "object" && one !== null && !(one instanceof Bytes || one instanceof Date)
        ? block(one)
        : one;
  return new Block(Object.fromEntries(Object.entries(value).map(([key, one]) => [toSnake(key), nested(one)])));
}

function tags(list: Input): unknown {
  if (!Array.isArray(list)) return list;
  return list.length === 0 ? undefined : Object.fromEntries(list.map(({ Key, Value }: Input) => [Key, Value]));
}

const zipFile = { filename: "package.zip", source_code_hash: new Expression('filebase64sha256("package.zip")') };

function code({ ZipFile, S3Bucket, S3Key, S3ObjectVersion }: Input = {}): Record<string, unknown> {
  return ZipFile !== undefined ? zipFile : { s3_bucket: S3Bucket, s3_key: S3Key, s3_object_version: S3ObjectVersion };
}

/** Terraform names what AWS calls a queue's attributes in full. */
function queueEntries({ QueueName, Attributes = {}, tags: tagged }: Input): Record<string, unknown> {
  const names: Readonly<Record<string, string>> = {
    VisibilityTimeout: "visibility_timeout_seconds",
    MessageRetentionPeriod: "message_retention_seconds",
    MaximumMessageSize: "max_message_size",
    DelaySeconds: "delay_seconds",
    ReceiveMessageWaitTimeSeconds: "receive_wait_time_seconds",
    SqsManagedSseEnabled: "sqs_managed_sse_enabled",
  };
  const documents = ["Policy", "RedrivePolicy", "RedriveAllowPolicy"];
  const attributes = Object.entries(Attributes as Record<string, string>).map(([name, value]) => [
    names[name] ?? toSnake(name),
    documents.includes(name)
      ? jsonencode(value)
      : /^\d+$/.test(value)
        ? Number(value)
        : /^(true|false)$/.test(value)
          ? value === "true"
          : value,
  ]);
  return { name: QueueName, ...Object.fromEntries(attributes), tags: tagged };
}

const resources: Readonly<Record<string, ToResource>> = {
  "S3.CreateBucket": ({ Bucket, ObjectLockEnabledForBucket }) => ({
    type: "aws_s3_bucket",
    name: Bucket,
    entries: { bucket: Bucket, object_lock_enabled: ObjectLockEnabledForBucket },
  }),
  "S3.PutBucketVersioning": ({ Bucket, VersioningConfiguration }) => ({
    type: "aws_s3_bucket_versioning",
    name: Bucket,
    entries: { bucket: Bucket, versioning_configuration: block(VersioningConfiguration) },
  }),
  "S3.PutBucketEncryption": ({ Bucket, ServerSideEncryptionConfiguration }) => ({
    type: "aws_s3_bucket_server_side_encryption_configuration",
    name: Bucket,
    entries: {
      bucket: Bucket,
      rule: ServerSideEncryptionConfiguration?.Rules?.map(
        ({ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled }: Input) =>
          new Block({
            apply_server_side_encryption_by_default: new Block({
              sse_algorithm: byDefault?.SSEAlgorithm,
              kms_master_key_id: byDefault?.KMSMasterKeyID,
            }),
            bucket_key_enabled: BucketKeyEnabled,
          }),
      ),
    },
  }),
  "S3.PutPublicAccessBlock": ({ Bucket, PublicAccessBlockConfiguration }) => ({
    type: "aws_s3_bucket_public_access_block",
    name: Bucket,
    entries: { bucket: Bucket, ...snake(PublicAccessBlockConfiguration) },
  }),
  "S3.PutBucketPolicy": ({ Bucket, Policy }) => ({
    type: "aws_s3_bucket_policy",
    name: Bucket,
    entries: { bucket: Bucket, policy: jsonencode(Policy) },
  }),
  "S3.PutBucketOwnershipControls": ({ Bucket, OwnershipControls }) => ({
    type: "aws_s3_bucket_ownership_controls",
    name: Bucket,
    entries: { bucket: Bucket, rule: OwnershipControls?.Rules?.map(block) },
  }),
  "S3.PutBucketAcl": ({ Bucket, ACL }) => ({
    type: "aws_s3_bucket_acl",
    name: Bucket,
    entries: { bucket: Bucket, acl: ACL },
  }),
  "S3.PutBucketCors": ({ Bucket, CORSConfiguration }) => ({
    type: "aws_s3_bucket_cors_configuration",
    name: Bucket,
    entries: { bucket: Bucket, cors_rule: CORSConfiguration?.CORSRules?.map(block) },
  }),
  "S3.PutBucketWebsite": ({ Bucket, WebsiteConfiguration }) => ({
    type: "aws_s3_bucket_website_configuration",
    name: Bucket,
    entries: { bucket: Bucket, ...block(WebsiteConfiguration)?.entries },
  }),
  "S3.PutBucketLogging": ({ Bucket, BucketLoggingStatus }) => ({
    type: "aws_s3_bucket_logging",
    name: Bucket,
    entries: {
      bucket: Bucket,
      ...snake(BucketLoggingStatus?.LoggingEnabled, ["TargetGrants", "TargetObjectKeyFormat"]),
    },
  }),
  "S3.PutBucketLifecycleConfiguration": ({ Bucket, LifecycleConfiguration }) => ({
    type: "aws_s3_bucket_lifecycle_configuration",
    name: Bucket,
    entries: {
      bucket: Bucket,
      rule: LifecycleConfiguration?.Rules?.map(({ ID, Transitions, NoncurrentVersionTransitions, ...rest }: Input) =>
        block({ ...rest, Id: ID, Transition: Transitions, NoncurrentVersionTransition: NoncurrentVersionTransitions }),
      ),
    },
  }),
  "S3.PutObject": ({ Bucket, Key, ContentType }) => ({
    type: "aws_s3_object",
    name: Key,
    entries: { bucket: Bucket, key: Key, content_type: ContentType, source: "file" },
  }),
  "Lambda.CreateFunction": (input) => ({
    type: "aws_lambda_function",
    name: input.FunctionName,
    entries: {
      ...snake(input, [
        "Code",
        "Environment",
        "EphemeralStorage",
        "DeadLetterConfig",
        "TracingConfig",
        "LoggingConfig",
        "SnapStart",
        "VpcConfig",
        "Tags",
      ]),
      ...code(input.Code),
      environment: input.Environment && new Block({ variables: input.Environment.Variables }),
      ephemeral_storage: block(input.EphemeralStorage),
      dead_letter_config: block(input.DeadLetterConfig),
      tracing_config: block(input.TracingConfig),
      logging_config: block(input.LoggingConfig),
      snap_start: block(input.SnapStart),
      tags: tags(input.Tags),
    },
  }),
  "Lambda.CreateAlias": (input) => ({
    type: "aws_lambda_alias",
    name: input.Name,
    entries: {
      ...snake(input, ["RoutingConfig"]),
      routing_config:
        input.RoutingConfig && new Block({ additional_version_weights: input.RoutingConfig.AdditionalVersionWeights }),
    },
  }),
  "Lambda.AddPermission": (input) => ({
    type: "aws_lambda_permission",
    name: input.StatementId,
    entries: snake(input),
  }),
  "Lambda.CreateEventSourceMapping": (input) => ({
    type: "aws_lambda_event_source_mapping",
    name: input.FunctionName,
    entries: {
      ...snake(input, ["FilterCriteria", "DestinationConfig", "ScalingConfig", "Tags"]),
      filter_criteria: input.FilterCriteria && new Block({ filter: input.FilterCriteria.Filters?.map(block) }),
      destination_config:
        input.DestinationConfig?.OnFailure &&
        new Block({ on_failure: new Block({ destination_arn: input.DestinationConfig.OnFailure.Destination }) }),
      scaling_config: block(input.ScalingConfig),
    },
  }),
  "Lambda.CreateFunctionUrlConfig": (input) => ({
    type: "aws_lambda_function_url",
    name: input.FunctionName,
    entries: {
      function_name: input.FunctionName,
      qualifier: input.Qualifier,
      authorization_type: input.AuthType,
      invoke_mode: input.InvokeMode,
      cors: block(input.Cors),
    },
  }),
  "Lambda.PutFunctionEventInvokeConfig": (input) => ({
    type: "aws_lambda_function_event_invoke_config",
    name: input.FunctionName,
    entries: { ...snake(input, ["DestinationConfig"]), destination_config: block(input.DestinationConfig) },
  }),
  "Lambda.PutProvisionedConcurrencyConfig": (input) => ({
    type: "aws_lambda_provisioned_concurrency_config",
    name: input.FunctionName,
    entries: snake(input),
  }),
  "Lambda.PublishLayerVersion": (input) => ({
    type: "aws_lambda_layer_version",
    name: input.LayerName,
    entries: { ...snake(input, ["Content"]), ...code(input.Content) },
  }),
  "SQS.CreateQueue": (input) => ({ type: "aws_sqs_queue", name: input.QueueName, entries: queueEntries(input) }),
  "SNS.CreateTopic": ({ Name, Attributes = {}, Tags }) => ({
    type: "aws_sns_topic",
    name: Name,
    entries: {
      name: Name,
      display_name: Attributes.DisplayName,
      fifo_topic: Attributes.FifoTopic === "true" ? true : undefined,
      policy: jsonencode(Attributes.Policy),
      tags: tags(Tags),
    },
  }),
  "SNS.Subscribe": ({ TopicArn, Protocol, Endpoint, Attributes = {} }) => ({
    type: "aws_sns_topic_subscription",
    entries: {
      topic_arn: TopicArn,
      protocol: Protocol,
      endpoint: Endpoint,
      filter_policy: jsonencode(Attributes.FilterPolicy),
      raw_message_delivery: Attributes.RawMessageDelivery === "true" ? true : undefined,
    },
  }),
  "DynamoDB.CreateTable": (input) => ({
    type: "aws_dynamodb_table",
    name: input.TableName,
    entries: {
      name: input.TableName,
      billing_mode: input.BillingMode,
      hash_key: input.KeySchema?.find(({ KeyType }: Input) => KeyType === "HASH")?.AttributeName,
      range_key: input.KeySchema?.find(({ KeyType }: Input) => KeyType === "RANGE")?.AttributeName,
      read_capacity: input.ProvisionedThroughput?.ReadCapacityUnits,
      write_capacity: input.ProvisionedThroughput?.WriteCapacityUnits,
      attribute: input.AttributeDefinitions?.map(
        ({ AttributeName, AttributeType }: Input) => new Block({ name: AttributeName, type: AttributeType }),
      ),
      tags: tags(input.Tags),
    },
  }),
  "IAM.CreateRole": (input) => ({
    type: "aws_iam_role",
    name: input.RoleName,
    entries: {
      name: input.RoleName,
      path: input.Path,
      description: input.Description,
      assume_role_policy: jsonencode(input.AssumeRolePolicyDocument),
      tags: tags(input.Tags),
    },
  }),
  "IAM.CreatePolicy": (input) => ({
    type: "aws_iam_policy",
    name: input.PolicyName,
    entries: {
      name: input.PolicyName,
      description: input.Description,
      policy: jsonencode(input.PolicyDocument),
      tags: tags(input.Tags),
    },
  }),
  "IAM.PutRolePolicy": (input) => ({
    type: "aws_iam_role_policy",
    name: input.PolicyName,
    entries: { name: input.PolicyName, role: input.RoleName, policy: jsonencode(input.PolicyDocument) },
  }),
  "IAM.AttachRolePolicy": (input) => ({
    type: "aws_iam_role_policy_attachment",
    name: input.RoleName,
    entries: { role: input.RoleName, policy_arn: input.PolicyArn },
  }),
  "IAM.CreateUser": (input) => ({
    type: "aws_iam_user",
    name: input.UserName,
    entries: { name: input.UserName, path: input.Path, tags: tags(input.Tags) },
  }),
  "IAM.CreateGroup": (input) => ({
    type: "aws_iam_group",
    name: input.GroupName,
    entries: { name: input.GroupName, path: input.Path },
  }),
  "CloudWatchLogs.CreateLogGroup": (input) => ({
    type: "aws_cloudwatch_log_group",
    name: input.logGroupName,
    entries: { name: input.logGroupName, log_group_class: input.logGroupClass, tags: input.tags },
  }),
  "CloudWatch.PutMetricAlarm": (input) => ({
    type: "aws_cloudwatch_metric_alarm",
    name: input.AlarmName,
    entries: {
      ...snake(input, ["Dimensions", "Tags", "AlarmActions", "OKActions", "Metrics"]),
      alarm_actions: input.AlarmActions,
      ok_actions: input.OKActions,
      dimensions: input.Dimensions?.length
        ? Object.fromEntries(input.Dimensions.map(({ Name, Value }: Input) => [Name, Value]))
        : undefined,
    },
  }),
  "EventBridge.CreateEventBus": (input) => ({
    type: "aws_cloudwatch_event_bus",
    name: input.Name,
    entries: { name: input.Name, description: input.Description },
  }),
  "EventBridge.PutRule": (input) => ({
    type: "aws_cloudwatch_event_rule",
    name: input.Name,
    entries: {
      name: input.Name,
      description: input.Description,
      event_bus_name: input.EventBusName,
      schedule_expression: input.ScheduleExpression,
      event_pattern: jsonencode(input.EventPattern),
      state: input.State,
    },
  }),
  "EventBridge.PutTargets": ({ Rule, EventBusName, Targets = [] }) => ({
    type: "aws_cloudwatch_event_target",
    name: Rule,
    entries: {
      rule: Rule,
      event_bus_name: EventBusName,
      target_id: Targets[0]?.Id,
      arn: Targets[0]?.Arn,
      role_arn: Targets[0]?.RoleArn,
      input: Targets[0]?.Input,
    },
  }),
  "Scheduler.CreateSchedule": ({ Target, FlexibleTimeWindow, ...input }) => ({
    type: "aws_scheduler_schedule",
    name: input.Name,
    entries: {
      ...snake(input, ["ClientToken"]),
      flexible_time_window: block(FlexibleTimeWindow),
      target: block(Target),
    },
  }),
};

/** Of which there is a resource: `S3.CreateBucket`. */
export const terraformCalls: readonly string[] = Object.keys(resources);
