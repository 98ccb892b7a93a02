import { ownValue } from "../../../platform/own-value.ts";
import { listOf, type PolicyDocument, statementsOf } from "../../policy-language/document.ts";
import type { HeldDocument } from "../policy-holders/holder-documents.ts";

/** The services that policies give something of, by the prefix of their actions, in alphabetical order. */
export function grantedServices(documents: readonly Pick<HeldDocument, "document">[]): string[] {
  const services = new Set<string>();
  for (const { document } of documents) for (const service of servicesOf(document)) services.add(service);
  return [...services].sort();
}

/** Whether a policy gives something of the service. */
export function grants(document: string, service: string): boolean {
  return servicesOf(document).has(service);
}

function servicesOf(document: string): Set<string> {
  const services = new Set<string>();
  for (const { Effect, Action, NotAction } of statementsOf(JSON.parse(document) as PolicyDocument)) {
    if (Effect !== "Allow") continue;
    for (const action of listOf(Action)) {
      const [service = ""] = action.toLowerCase().split(":");
      if (service === "*") for (const each of Object.keys(serviceNames)) services.add(each);
      else services.add(service);
    }
    const excluded = new Set(
      listOf(NotAction)
        .filter((each) => each.endsWith(":*"))
        .map((each) => each.split(":")[0]),
    );
    if (NotAction !== undefined)
      for (const each of Object.keys(serviceNames)) if (!excluded.has(each)) services.add(each);
  }
  return services;
}

/** What a service is called in full; one that is not here is called by its prefix. */
export function serviceNameOf(prefix: string): string {
  return ownValue(serviceNames, prefix) ?? prefix;
}

/** Those that "everything" means: the services that Squall has or will have. Source: "Service Authorization Reference". */
const serviceNames: Readonly<Record<string, string>> = {
  apigateway: "Amazon API Gateway Management",
  ce: "AWS Cost Explorer Service",
  cloudformation: "AWS CloudFormation",
  cloudwatch: "Amazon CloudWatch",
  dlm: "Amazon Data Lifecycle Manager",
  dynamodb: "Amazon DynamoDB",
  ebs: "Amazon Elastic Block Store",
  ec2: "Amazon EC2",
  events: "Amazon EventBridge",
  iam: "AWS Identity and Access Management",
  iot: "AWS IoT",
  kinesis: "Amazon Kinesis Data Streams",
  kms: "AWS Key Management Service",
  lambda: "AWS Lambda",
  logs: "Amazon CloudWatch Logs",
  s3: "Amazon S3",
  scheduler: "Amazon EventBridge Scheduler",
  secretsmanager: "AWS Secrets Manager",
  sns: "Amazon SNS",
  sqs: "Amazon SQS",
  ssm: "AWS Systems Manager",
  states: "AWS Step Functions",
  sts: "AWS Security Token Service",
};
