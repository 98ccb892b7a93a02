import { listOf, type PolicyDocument, type Statement, statementsOf } from "./policy-document.ts";

/** A policy's statements as sentences, for who reads no JSON: "May use all of S3 on everything." */
export function policyInWords(document: PolicyDocument | undefined): string[] {
  return statementsOf(document).map(statementInWords);
}

export function statementInWords(statement: Statement): string {
  const isAllowed = statement.Effect === "Allow";
  const verb = isAllowed ? "may" : "must not";
  const who = statement.Principal === undefined ? undefined : principalInWords(statement.Principal);
  const sentence = `${who ? `${who} ${verb}` : verb} ${actionsInWords(statement)}${resourcesInWords(statement)}${conditionsInWords(statement)}.`;
  return sentence[0]!.toUpperCase() + sentence.slice(1);
}

export function principalInWords(principal: NonNullable<Statement["Principal"]>): string {
  if (principal === "*") return "anybody";
  if (typeof principal === "string") return principal;
  const names = Object.entries(principal).flatMap(([kind, values]) =>
    listOf(values).map((value) => {
      if (value === "*") return "anybody";
      if (kind === "Service") return serviceName(value.replace(/\.amazonaws\.com$/, ""));
      if (/^arn:aws:iam::\d{12}:root$/.test(value)) return `account ${value.split(":")[4]}`;
      return value.replace(/^arn:aws:(iam|sts)::\d{12}:/, "");
    }),
  );
  return enumerate(names);
}

function actionsInWords({ Action, NotAction }: Statement): string {
  if (NotAction) return `do everything except ${enumerate(listOf(NotAction).map(actionInWords))}`;
  const actions = listOf(Action);
  if (actions.includes("*")) return "do everything";
  if (actions.length === 1 && actions[0] === "sts:AssumeRole") return "take this role on";
  if (actions.every((action) => action === "lambda:InvokeFunction")) return "invoke";
  return `use ${actionsByService(actions)}`;
}

/** "S3 (GetObject and PutObject) and all of SQS". */
function actionsByService(actions: readonly string[]): string {
  const groups = Map.groupBy(actions, (action) => action.split(":")[0] ?? "");
  const words = [...groups].map(([service, list]) => {
    const names = list.map((action) => action.split(":")[1] ?? "");
    if (names.includes("*")) return `all of ${serviceName(service)}`;
    return names.length === 1 ? `${serviceName(service)} ${names[0]}` : `${serviceName(service)} (${enumerate(names)})`;
  });
  return enumerate(words);
}

function actionInWords(action: string): string {
  const [service = "", name = ""] = action.split(":");
  return name === "*" ? `all of ${serviceName(service)}` : `${serviceName(service)} ${name}`;
}

function resourcesInWords({ Action, Resource, NotResource }: Statement): string {
  if (NotResource) return ` on everything except ${enumerate(listOf(NotResource).map(resourceInWords))}`;
  const resources = listOf(Resource);
  if (resources.length === 0) return "";
  const isInvoke = listOf(Action).every((action) => action === "lambda:InvokeFunction");
  return `${isInvoke && Action ? "" : " on"} ${resources.includes("*") ? "everything" : enumerate(resources.map(resourceInWords))}`;
}

/** "bucket pictures", "function resize"; an ARN of another kind as it is. */
function resourceInWords(arn: string): string {
  const [, , service, , , ...rest] = arn.split(":");
  const name = rest.join(":");
  if (service === "s3") return name.includes("/") ? `objects ${name}` : `bucket ${name}`;
  if (service === "lambda") return `function ${name.replace(/^function:/, "")}`;
  if (service === "logs")
    return name === "*" || name === "*:*" ? "every log group" : `log group ${name.replace(/^log-group:/, "")}`;
  return arn;
}

function conditionsInWords({ Condition }: Statement): string {
  const parts = Object.entries(Condition ?? {}).flatMap(([operator, entries]) =>
    Object.entries(entries).map(([key, value]) => conditionInWords(operator, key, listOf(value))),
  );
  return parts.length === 0 ? "" : `, if ${parts.join(" and ")}`;
}

function conditionInWords(operator: string, key: string, values: readonly string[]): string {
  const wanted = values.join(" or ");
  if (key.toLowerCase() === "aws:sourcearn") return `it comes from ${enumerate(values.map(resourceInWords), "or")}`;
  if (key.toLowerCase() === "aws:sourceaccount") return `it comes from account ${wanted}`;
  const words = operators.find(([pattern]) => pattern.test(operator))?.[1] ?? operator;
  return `${key} ${words} ${wanted}`;
}

const operators: readonly (readonly [RegExp, string])[] = [
  [/NotEquals|NotLike/, "is not"],
  [/Like/, "is like"],
  [/Equals|^Bool$/, "is"],
  [/NotIpAddress/, "is outside"],
  [/IpAddress/, "is within"],
  [/GreaterThan/, "is more than"],
  [/LessThan/, "is less than"],
];

export function serviceName(prefix: string): string {
  return serviceNames[prefix] ?? prefix;
}

const serviceNames: Readonly<Record<string, string>> = {
  s3: "S3",
  lambda: "Lambda",
  logs: "CloudWatch Logs",
  cloudwatch: "CloudWatch",
  iam: "IAM",
  sts: "STS",
  sqs: "SQS",
  iot: "AWS IoT",
  sns: "SNS",
  dynamodb: "DynamoDB",
  kinesis: "Kinesis",
  events: "EventBridge",
  scheduler: "EventBridge Scheduler",
  apigateway: "API Gateway",
  ec2: "EC2",
  kms: "KMS",
  secretsmanager: "Secrets Manager",
  ssm: "Systems Manager",
  states: "Step Functions",
  ce: "Cost Explorer",
  dlm: "Data Lifecycle Manager",
  ebs: "EBS direct APIs",
  "execute-api": "API Gateway (invoke)",
  iotjobsdata: "AWS IoT Jobs data",
  pipes: "EventBridge Pipes",
  rbin: "Recycle Bin",
  xray: "X-Ray",
};

const mostNames = 6;

function enumerate(names: readonly string[], word = "and"): string {
  const shown =
    names.length > mostNames ? [...names.slice(0, mostNames - 1), `${names.length - mostNames + 1} more`] : names;
  return shown.length < 2 ? (shown[0] ?? "nothing") : `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1)}`;
}
