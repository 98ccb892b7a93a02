import { hasDotSegments } from "../../execute-api/dot-segments.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { integrationKey } from "../../execute-api/integration-key.ts";
import type { ServiceHost } from "../../service.ts";
import { signatureHeaders } from "../../signature/sign-request.ts";
import { NoAnswerError, requestOutside } from "../../targets/outside-request.ts";
import { parseServiceUri, type ServiceUri } from "../integrations/service-uri.ts";
import { limits } from "../limits.ts";
import { type Asked, methodArn } from "./asked.ts";
import { badPath, internalError, timedOut } from "./gateway-error.ts";
import type { MappedParameters } from "./parameters.ts";
import type { EndpointAnswer } from "./transform.ts";

/** How a service's operations are named to it: by a header of JSON, or by the form that an integration's template makes. */
const targets: Readonly<Record<string, { readonly prefix: string; readonly type: string }>> = {
  dynamodb: { prefix: "DynamoDB_20120810", type: "application/x-amz-json-1.0" },
  sqs: { prefix: "AmazonSQS", type: "application/x-amz-json-1.0" },
  states: { prefix: "AWSStepFunctions", type: "application/x-amz-json-1.0" },
  events: { prefix: "AWSEvents", type: "application/x-amz-json-1.1" },
  kinesis: { prefix: "Kinesis_20131202", type: "application/x-amz-json-1.1" },
  firehose: { prefix: "Firehose_20150804", type: "application/x-amz-json-1.1" },
  logs: { prefix: "Logs_20140328", type: "application/x-amz-json-1.1" },
  ssm: { prefix: "AmazonSSM", type: "application/x-amz-json-1.1" },
  secretsmanager: { prefix: "secretsmanager", type: "application/x-amz-json-1.1" },
};

/** Versions of what is asked by forms. */
const versions: Readonly<Record<string, string>> = {
  sns: "2010-03-31",
  iam: "2010-05-08",
  sts: "2011-06-15",
  monitoring: "2010-08-01",
  ec2: "2016-11-15",
};

/**
 * Has an AWS service answer, in the name of the integration's role: by a request of its own as any client makes one, so that whatever a service takes is taken, and
 * its policies judge it. Throws GatewayError. Source: "Set up an integration request in API Gateway", "AWS service".
 */
export async function askService(
  host: ServiceHost,
  asked: Asked,
  mapped: MappedParameters,
  body: Buffer,
): Promise<EndpointAnswer> {
  const { integration, stageVariables, request } = asked;
  const text = filled(withStageVariables(integration.uri ?? "", stageVariables), mapped.path);
  if (hasDotSegments(text)) throw badPath();
  const uri = parseServiceUri(text);
  if (!uri) throw internalError("The integration names no AWS service.");
  const { at, integration: of } = asked;
  const key = await integrationKey(host, { at, role: of.credentials, sourceArn: methodArn(asked) }).catch((error) => {
    throw internalError(`The integration's role could not be assumed: ${String(error)}`);
  });
  const { httpMethod: given = "POST", timeoutInMillis: timeoutMs = limits.integrationTimeoutMs } = integration;
  const method = given === "ANY" ? request.method : given;
  const url = toUrl(host, uri, mapped);
  const sent = method === "GET" || method === "HEAD" ? Buffer.alloc(0) : body;
  const headers = signatureHeaders(
    key,
    {
      method,
      url,
      service: uri.service,
      region: uri.region,
      headers: headersOf(asked, uri, mapped),
      body: sent,
      signsPathAsSent: uri.service === "s3",
    },
    host.clock.nowMs(),
  );
  try {
    const answer = await requestOutside(host, {
      url,
      method,
      headers,
      body: sent.length > 0 ? sent : undefined,
      timeoutMs,
      answerBytes: limits.payloadBytes,
    });
    if (answer.isCut) throw internalError("The service's answer is too long.");
    const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { selected: String(answer.status), headers: Object.fromEntries(told), body: answer.body };
  } catch (error) {
    if (error instanceof NoAnswerError) throw timedOut();
    if ((error as { name?: string }).name === "GatewayError") throw error;
    throw internalError(`The service could not be asked: ${String(error)}`);
  }
}

function headersOf({ request, traceId }: Asked, { service, action }: ServiceUri, { headers }: MappedParameters) {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const target = targets[service];
  const isJson = action !== undefined && target !== undefined && lower["content-type"] === undefined;
  const given = request.rawHeaders.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === "content-type");
  const type = given < 0 ? "application/json" : (request.rawHeaders[given + 1] ?? "");
  return {
    accept: "application/json",
    "content-type": isJson ? target.type : type,
    "x-amzn-trace-id": traceId,
    ...(action !== undefined && target && { "x-amz-target": `${target.prefix}.${action}` }),
    ...lower,
  };
}

function toUrl({ config }: ServiceHost, uri: ServiceUri, { query }: MappedParameters): URL {
  const { service, subdomain, action, path = "" } = uri;
  const url = new URL(config.endpoint());
  const [pathname = "", search = ""] = path.split("?", 2);
  url.pathname = subdomain === undefined ? `/${pathname}` : `/${subdomain}/${pathname}`;
  url.search = search;
  if (action !== undefined && targets[service] === undefined) {
    url.searchParams.set("Action", action);
    if (versions[service]) url.searchParams.set("Version", versions[service]);
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** `{name}` in the URI is what the parameters have put there. */
function filled(uri: string, values: Readonly<Record<string, string>>): string {
  return uri.replace(/(?<!\$)\{([A-Za-z0-9._:-]+)\+?\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? encodeURI(decoded(values[name] ?? "")).replace(/[?#]/g, encodeURIComponent) : whole,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
