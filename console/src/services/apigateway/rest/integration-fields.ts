import type { Integration, PutIntegrationCommandInput } from "@aws-sdk/client-api-gateway";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useRoleChoices } from "../../../choices/roles.ts";
import { numberBetween, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((value) => ({ value }));

const isOf =
  (...kinds: readonly string[]) =>
  ({ kind = "" }: Values) =>
    kinds.includes(kind);

const streamable = ({ kind, proxy }: Values) => proxy === "true" && (kind === "lambda" || kind === "http");

/** What a method's integration is set up by. */
export const integrationFields: readonly FieldDescription[] = [
  {
    name: "kind",
    label: "Integration type",
    kind: "select",
    options: [
      { value: "lambda", label: "Lambda function" },
      { value: "http", label: "HTTP" },
      { value: "mock", label: "Mock: an answer of mapping templates alone" },
      { value: "aws", label: "AWS service" },
    ],
  },
  {
    name: "proxy",
    label: "Proxy",
    kind: "check",
    text: "Proxy integration",
    description:
      "The whole request is handed over, and the answer is the backend's own. Without it mapping templates say both.",
    shown: isOf("lambda", "http"),
  },
  {
    name: "stream",
    label: "Response transfer mode",
    kind: "check",
    text: "Stream: the answer goes out as the backend writes it",
    description: "For up to 15 minutes, beyond 10 MB; a function writes its metadata first.",
    shown: streamable,
  },
  {
    name: "functionArn",
    label: "Lambda function",
    kind: "choice",
    useChoices: useFunctionChoices,
    required: "Choose a function, or enter its ARN.",
    problem: (arn) =>
      /^arn:aws[a-z-]*:lambda:|\$\{stageVariables\./.test(arn)
        ? undefined
        : "Enter the ARN of a function: arn:aws:lambda:…",
    shown: isOf("lambda"),
  },
  {
    name: "httpMethod",
    label: "HTTP method",
    kind: "select",
    options: [{ value: "ANY" }, ...methods],
    shown: isOf("http", "aws"),
  },
  {
    name: "url",
    label: "Endpoint URL",
    required: "Enter the URL.",
    problem: (url) => (/^https?:\/\/\S+/.test(url) ? undefined : "Enter a URL: https://example.com/{proxy}."),
    shown: isOf("http"),
  },
  {
    name: "uri",
    label: "Service's URI",
    required: "Enter the URI.",
    description: "arn:aws:apigateway:REGION:SERVICE:path/… or :action/…",
    problem: (uri) => (/^arn:aws[a-z-]*:apigateway:/.test(uri) ? undefined : "It begins with arn:aws:apigateway:."),
    shown: isOf("aws"),
  },
  {
    name: "credentials",
    label: "Execution role",
    kind: "choice",
    useChoices: useRoleChoices,
    placeholder: "No role",
    shown: isOf("aws", "lambda"),
  },
  {
    name: "timeout",
    label: "Integration timeout in milliseconds",
    problem: numberBetween(50, 900_000),
    shown: isOf("lambda", "http", "aws"),
  },
  {
    name: "passthrough",
    label: "Request body passthrough",
    kind: "select",
    options: [
      { value: "WHEN_NO_MATCH", label: "When no template matches the request content-type header" },
      { value: "WHEN_NO_TEMPLATES", label: "When there are no templates defined" },
      { value: "NEVER", label: "Never" },
    ],
    shown: ({ kind, proxy }) => kind === "mock" || kind === "aws" || proxy !== "true",
  },
];

export const initialIntegration: Values = {
  kind: "lambda",
  proxy: "true",
  httpMethod: "GET",
  passthrough: "WHEN_NO_MATCH",
};

const functionUri =
  /^arn:aws[a-z-]*:apigateway:[^:]*:lambda:path\/20(?:15-03-31|21-11-15)\/functions\/(.+)\/(?:response-streaming-)?invocations$/;

export function toIntegrationValues(integration: Integration | undefined): Values {
  const { type, uri = "", httpMethod = "GET", credentials, timeoutInMillis, passthroughBehavior } = integration ?? {};
  const functionArn = functionUri.exec(uri)?.[1];
  const kind = functionArn ? "lambda" : type === "MOCK" ? "mock" : type?.startsWith("HTTP") ? "http" : "aws";
  return {
    ...initialIntegration,
    kind,
    proxy: type?.endsWith("_PROXY") ? "true" : "",
    stream: integration?.responseTransferMode === "STREAM" ? "true" : "",
    functionArn: functionArn ?? "",
    httpMethod,
    url: kind === "http" ? uri : "",
    uri: kind === "aws" ? uri : "",
    credentials: credentials ?? "",
    timeout: String(timeoutInMillis ?? ""),
    passthrough: passthroughBehavior ?? "WHEN_NO_MATCH",
  };
}

type Put = Pick<
  PutIntegrationCommandInput,
  | "type"
  | "integrationHttpMethod"
  | "uri"
  | "credentials"
  | "timeoutInMillis"
  | "passthroughBehavior"
  | "responseTransferMode"
>;

export function toPutIntegration(values: Values, region: string): Put {
  const { kind, proxy, functionArn = "", httpMethod, url, uri, credentials, timeout, passthrough } = values;
  const isProxy = proxy === "true";
  const streams = streamable(values) && values.stream === "true";
  const invocation = streams ? "2021-11-15/functions" : "2015-03-31/functions";
  const more = {
    ...(streams && { responseTransferMode: "STREAM" as const }),
    credentials: credentials || undefined,
    timeoutInMillis: timeout ? Number(timeout) : undefined,
    passthroughBehavior: isProxy && kind !== "mock" && kind !== "aws" ? undefined : passthrough,
  };
  switch (kind) {
    case "lambda":
      return {
        ...more,
        type: isProxy ? "AWS_PROXY" : "AWS",
        integrationHttpMethod: "POST",
        uri: `arn:aws:apigateway:${region}:lambda:path/${invocation}/${functionArn}/${streams ? "response-streaming-" : ""}invocations`,
      };
    case "http":
      return { ...more, type: isProxy ? "HTTP_PROXY" : "HTTP", integrationHttpMethod: httpMethod, uri: url };
    case "mock":
      return { type: "MOCK", passthroughBehavior: passthrough };
    default:
      return { ...more, type: "AWS", integrationHttpMethod: httpMethod, uri };
  }
}

/** Whose answer is not the backend's own needs responses: they say which status there is. */
export function needsResponses({ kind, proxy }: Values): boolean {
  return kind === "mock" || kind === "aws" || proxy !== "true";
}
