/** By the word that the console's icons go by. */
const services: Readonly<Record<string, string>> = {
  lambda: "Lambda",
  s3: "S3",
  sqs: "SQS",
  sns: "SNS",
  dynamodb: "DynamoDB",
  events: "EventBridge",
  scheduler: "EventBridge Scheduler",
  pipes: "EventBridge Pipes",
  "execute-api": "API Gateway",
  apigateway: "API Gateway",
  logs: "CloudWatch Logs",
  cloudwatch: "CloudWatch",
  iot: "AWS IoT",
  kinesis: "Kinesis",
  iam: "Caller",
  sts: "Caller",
  secretsmanager: "Secrets Manager",
  ssm: "Parameter Store",
  kms: "KMS",
  states: "Step Functions",
};

/** "SQS", of an ARN or of a service's own name (`s3.amazonaws.com`). */
export function serviceOf(id: string): string {
  const service = id.startsWith("arn:") ? id.split(":")[2]! : id.split(".")[0]!;
  return services[service] ?? service;
}

/** The last part of an ARN, or all of what is none. */
export function nameOf(id: string): string {
  if (!id.startsWith("arn:")) return id;
  const resource = id.split(":").slice(5).join(":");
  if (/^arn:[^:]+:lambda:/.test(id)) return resource.split(":")[1] ?? resource;
  if (/^arn:[^:]+:dynamodb:/.test(id)) return resource.split("/")[1] ?? resource;
  if (/^arn:[^:]+:s3:/.test(id)) return resource;
  return resource.split("/").at(-1) || resource;
}
