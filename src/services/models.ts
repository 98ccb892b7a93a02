/** The SDK's types for each service, by the SDK package's name. Types only: nothing of the SDK is loaded at run time. */
export interface ServiceModels {
  "api-gateway": typeof import("@aws-sdk/client-api-gateway");
  apigatewaymanagementapi: typeof import("@aws-sdk/client-apigatewaymanagementapi");
  apigatewayv2: typeof import("@aws-sdk/client-apigatewayv2");
  cloudformation: typeof import("@aws-sdk/client-cloudformation");
  cloudwatch: typeof import("@aws-sdk/client-cloudwatch");
  "cloudwatch-logs": typeof import("@aws-sdk/client-cloudwatch-logs");
  "cost-explorer": typeof import("@aws-sdk/client-cost-explorer");
  dlm: typeof import("@aws-sdk/client-dlm");
  dynamodb: typeof import("@aws-sdk/client-dynamodb");
  "dynamodb-streams": typeof import("@aws-sdk/client-dynamodb-streams");
  ebs: typeof import("@aws-sdk/client-ebs");
  ec2: typeof import("@aws-sdk/client-ec2");
  eventbridge: typeof import("@aws-sdk/client-eventbridge");
  iam: typeof import("@aws-sdk/client-iam");
  iot: typeof import("@aws-sdk/client-iot");
  "iot-data-plane": typeof import("@aws-sdk/client-iot-data-plane");
  "iot-jobs-data-plane": typeof import("@aws-sdk/client-iot-jobs-data-plane");
  kinesis: typeof import("@aws-sdk/client-kinesis");
  kms: typeof import("@aws-sdk/client-kms");
  lambda: typeof import("@aws-sdk/client-lambda");
  pipes: typeof import("@aws-sdk/client-pipes");
  rbin: typeof import("../../tools/sdk/rbin/index.ts");
  s3: typeof import("@aws-sdk/client-s3");
  "s3-control": typeof import("@aws-sdk/client-s3-control");
  scheduler: typeof import("@aws-sdk/client-scheduler");
  "secrets-manager": typeof import("@aws-sdk/client-secrets-manager");
  sfn: typeof import("@aws-sdk/client-sfn");
  sns: typeof import("@aws-sdk/client-sns");
  sqs: typeof import("@aws-sdk/client-sqs");
  ssm: typeof import("@aws-sdk/client-ssm");
  sts: typeof import("@aws-sdk/client-sts");
  xray: typeof import("@aws-sdk/client-xray");
}

export type ServiceName = keyof ServiceModels;
