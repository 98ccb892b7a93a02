import type { Place, ServiceHost } from "../service.ts";
import { signatureHeaders } from "../signature/sign-request.ts";
import { NoAnswerError, type OutsideAnswer, requestOutside } from "../targets/outside-request.ts";
import { hasDotSegments } from "./dot-segments.ts";
import { integrationKey } from "./integration-key.ts";
import { parseServiceUri, type ServiceUri } from "./service-uri.ts";

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

/** What is asked of a service, and for whom. */
export interface ServiceQuestion {
  /** Its stage variables are filled in; `{name}` is what `mapped.path` has of it. */
  readonly uri: string;
  readonly mapped: {
    readonly headers: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    readonly path: Readonly<Record<string, string>>;
  };
  readonly method: string;
  /** The client's own. */
  readonly contentType: string;
  readonly body: Buffer;
  /** A role's ARN. */
  readonly role: string | undefined;
  readonly at: Place;
  /** The method's or the route's. */
  readonly arn: string;
  readonly traceId: string;
  readonly timeoutMs: number;
  readonly answerBytes: number;
}

/** Thrown where the service has given no answer; `reason` is for the API's owner. */
export class ServiceNotAsked extends Error {
  override readonly name = "ServiceNotAsked";
  readonly is: "late" | "elsewhere" | "failed";

  constructor(is: "late" | "elsewhere" | "failed", reason: string) {
    super(reason);
    this.is = is;
  }
}

/**
 * Has an AWS service answer, in the name of the integration's role: by a request of its own as any client makes one, so that whatever a service takes is taken, and
 * its policies judge it. Throws ServiceNotAsked. Source: "Set up an integration request in API Gateway", "AWS service".
 */
export async function askService(host: ServiceHost, question: ServiceQuestion): Promise<OutsideAnswer> {
  const { mapped, method, body, role, at, arn, timeoutMs, answerBytes } = question;
  const text = filled(question.uri, mapped.path);
  if (hasDotSegments(text)) throw new ServiceNotAsked("elsewhere", "The path would lead out of the integration's.");
  const uri = parseServiceUri(text);
  if (!uri) throw new ServiceNotAsked("failed", "The integration names no AWS service.");
  const key = await integrationKey(host, { at, role, sourceArn: arn }).catch((error) => {
    throw new ServiceNotAsked("failed", `The integration's role could not be assumed: ${String(error)}`);
  });
  const url = toUrl(host, uri, mapped.query);
  const sent = method === "GET" || method === "HEAD" ? Buffer.alloc(0) : body;
  const headers = signatureHeaders(
    key,
    {
      method,
      url,
      service: uri.service,
      region: uri.region,
      headers: headersOf(question, uri),
      body: sent,
      signsPathAsSent: uri.service === "s3",
    },
    host.clock.nowMs(),
  );
  try {
    const asked = { url, method, headers, body: sent.length > 0 ? sent : undefined, timeoutMs, answerBytes };
    const answer = await requestOutside(host, asked);
    if (answer.isCut) throw new ServiceNotAsked("failed", "The service's answer is too long.");
    return answer;
  } catch (error) {
    if (error instanceof ServiceNotAsked) throw error;
    if (error instanceof NoAnswerError) throw new ServiceNotAsked("late", error.message);
    throw new ServiceNotAsked("failed", `The service could not be asked: ${String(error)}`);
  }
}

function headersOf({ traceId, contentType, mapped }: ServiceQuestion, { service, action }: ServiceUri) {
  const lower = Object.fromEntries(Object.entries(mapped.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const target = targets[service];
  const isJson = action !== undefined && target !== undefined && lower["content-type"] === undefined;
  return {
    accept: "application/json",
    "content-type": isJson ? target.type : contentType,
    "x-amzn-trace-id": traceId,
    ...(action !== undefined && target && { "x-amz-target": `${target.prefix}.${action}` }),
    ...lower,
  };
}

function toUrl({ config }: ServiceHost, uri: ServiceUri, query: Readonly<Record<string, string>>): URL {
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
