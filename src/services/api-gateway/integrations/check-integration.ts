import type { Integration } from "@aws-sdk/client-api-gateway";
import { functionOf } from "../../execute-api/function-uri.ts";
import { parseServiceUri } from "../../execute-api/service-uri.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws what AWS refuses of an integration, and what is not built. Source: "PutIntegration", and recorded answers. */
export function checkIntegration(integration: Integration): void {
  const { type, uri, httpMethod, passthroughBehavior = "WHEN_NO_MATCH", timeoutInMillis = 0 } = integration;
  if (integration.connectionType === "VPC_LINK" && !integration.connectionId)
    throw invalid("VPC_LINK integrations require a connectionId");
  if (integration.connectionType === "VPC_LINK" && type !== "HTTP" && type !== "HTTP_PROXY")
    throw invalid("VPC_LINK is supported for HTTP and HTTP_PROXY integrations only");
  const streams = integration.responseTransferMode === "STREAM";
  if (!/^(?:BUFFERED|STREAM)$/.test(integration.responseTransferMode ?? "BUFFERED"))
    throw invalid("Invalid response transfer mode specified. Valid options are BUFFERED, STREAM");
  if (streams && type !== "AWS_PROXY" && type !== "HTTP_PROXY")
    throw invalid("Response transfer mode STREAM is supported for AWS_PROXY and HTTP_PROXY integrations only");
  const mostMs = streams ? limits.streamTimeoutMs : limits.integrationTimeoutMs;
  if (integration.integrationTarget !== undefined) throw notBuilt("integrationTarget");
  for (const each of integration.cacheKeyParameters ?? []) checkCacheKey(each);
  if (!["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"].includes(passthroughBehavior))
    throw invalid("Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, NEVER, WHEN_NO_TEMPLATES");
  if (timeoutInMillis < limits.minIntegrationTimeoutMs || timeoutInMillis > mostMs)
    throw invalid(`Timeout should be between 50 ms and ${mostMs} ms`);
  for (const template of Object.values(integration.requestTemplates ?? {})) checkTemplate(template);
  for (const [target, source] of Object.entries(integration.requestParameters ?? {})) checkMapping(target, source);
  if (type === "MOCK") return;
  if (uri === undefined || uri === "") throw invalid("Uri is a required parameter and must be a non-null string");
  if (type === "HTTP" || type === "HTTP_PROXY") {
    if (httpMethod === undefined) throw invalid("Enumeration value for HttpMethod must be non-empty");
    if (!/^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/.test(uri)) throw invalid("Invalid HTTP endpoint specified for URI");
    return;
  }
  if (httpMethod === undefined) throw invalid("Enumeration value for HttpMethod must be non-empty");
  checkServiceUri(uri, type === "AWS_PROXY");
}

function checkServiceUri(uri: string, isProxy: boolean): void {
  if (!uri.startsWith("arn:")) throw invalid("Invalid ARN specified in the request");
  const parsed = parseServiceUri(uri);
  if (!parsed) throw invalid("AWS ARN for integration must contain path or action");
  if (isProxy && functionOf(uri) === undefined)
    throw invalid(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
}

export function checkTemplate(template: string): void {
  if (Buffer.byteLength(template) > limits.templateBytes)
    throw invalid(`Mapping template size limit exceeded: ${limits.templateBytes} bytes`);
}

/** Source: "Cache settings for REST APIs in API Gateway", "Use method or integration parameters as cache keys". */
function checkCacheKey(name: string): void {
  if (
    !/^(?:method\.request\.(?:path|querystring|header|multivalueheader|multivaluequerystring)|integration\.request\.(?:path|querystring|header))\.\S+$/.test(
      name,
    )
  )
    throw invalid(`Invalid cache key parameter specified: ${name}`);
}

/** Source: "Parameter mapping source for API Gateway REST APIs". */
function checkMapping(target: string, source: unknown): void {
  const isSource =
    typeof source === "string" &&
    /^(?:'[^']*'|method\.request\.(?:(?:path|querystring|header|multivalueheader|multivaluequerystring)\.\S+|body\S*)|stageVariables\.\w+|context\.[\w.]+)$/.test(
      source,
    );
  if (!/^integration\.request\.(?:path|querystring|header)\.\S+$/.test(target))
    throw invalid(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${target}]`,
    );
  if (!isSource)
    throw invalid(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${source}]`,
    );
}
