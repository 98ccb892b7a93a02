import { parseArn } from "../../../platform/arn.ts";
import { functionOf } from "../../execute-api/function-uri.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { isReserved, parseMapping } from "../requests/parameter-mapping.ts";
import { checkSubtype } from "./check-subtype.ts";
import { checkWebSocketIntegration } from "./check-web-socket-integration.ts";
import { isHttpUri } from "./http-uri.ts";

/** Throws what AWS refuses of an API's integration, and what is not built. */
export function checkIntegration(
  { ProtocolType }: Pick<ApiRecord, "ProtocolType">,
  integration: IntegrationRecord,
): void {
  if (ProtocolType === "WEBSOCKET") checkWebSocketIntegration(integration);
  else checkHttpIntegration(integration);
}

/** Of an HTTP API. Source: "CreateIntegration". */
function checkHttpIntegration(integration: IntegrationRecord): void {
  const { IntegrationType, IntegrationSubtype, PayloadFormatVersion, IntegrationUri, CredentialsArn } = integration;
  checkOfHttp(integration);
  if (IntegrationType !== "AWS_PROXY" && IntegrationType !== "HTTP_PROXY")
    throw invalid(`Integration type ${IntegrationType} is not supported for HTTP APIs`);
  if (PayloadFormatVersion !== "1.0" && PayloadFormatVersion !== "2.0")
    throw invalid("PayloadFormatVersion must be one of: 1.0, 2.0");
  if ((integration.Description?.length ?? 0) > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  if ((IntegrationUri?.length ?? 0) > limits.uriCharacters)
    throw invalid(`IntegrationUri must have at most ${limits.uriCharacters} characters`);
  if (CredentialsArn !== undefined && parseArn(CredentialsArn)?.service !== "iam")
    throw invalid("Invalid ARN specified for the credentials of the integration");
  if (IntegrationSubtype === undefined)
    for (const key of Object.keys(integration.RequestParameters ?? {})) checkMapping(key, false);
  for (const [status, mappings] of Object.entries(integration.ResponseParameters ?? {})) {
    if (!/^[2-5]\d\d$/.test(status)) throw invalid(`Invalid status code in responseParameters: ${status}`);
    for (const key of Object.keys(mappings)) checkMapping(key, true);
  }
  if (IntegrationSubtype === undefined) checkEndpoint(integration);
  else checkSubtype(integration);
}

/** What the URI leads to. */
function checkEndpoint(integration: IntegrationRecord): void {
  const { IntegrationType, PayloadFormatVersion, IntegrationUri } = integration;
  if (IntegrationUri === undefined) throw invalid("IntegrationUri is a required parameter");
  if (IntegrationType === "AWS_PROXY") {
    if (!functionOf(IntegrationUri)) throw invalid("Invalid function ARN specified");
    return;
  }
  if (PayloadFormatVersion === "2.0") throw invalid("PayloadFormatVersion must be 1.0 for HTTP_PROXY integrations");
  if (!isHttpUri(IntegrationUri)) throw invalid("Invalid HTTP endpoint specified for URI");
  if (integration.IntegrationMethod === undefined)
    throw invalid("HttpMethod must be specified for HTTP_PROXY integrations");
  if (!/^(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/.test(integration.IntegrationMethod))
    throw invalid("Invalid HTTP method specified");
}

function checkMapping(key: string, isOfAnswer: boolean): void {
  const mapping = parseMapping(key);
  const isOther = isOfAnswer ? mapping?.of === "path" || mapping?.of === "querystring" : mapping?.of === "statuscode";
  if (!mapping || isOther) throw invalid(`Invalid mapping expression specified: ${key}`);
  if (mapping.of === "header" && isReserved(mapping.name))
    throw invalid(`Operations on header ${mapping.name} are restricted`);
}

/** Source: "CreateIntegration": what is for WebSocket APIs only. */
function checkOfHttp(integration: IntegrationRecord): void {
  const ofWebSocket = [
    "ContentHandlingStrategy",
    "PassthroughBehavior",
    "RequestTemplates",
    "TemplateSelectionExpression",
  ] as const;
  for (const name of ofWebSocket)
    if (integration[name] !== undefined) throw invalid(`${name} is not supported for HTTP APIs`);
  if (integration.ConnectionType === "VPC_LINK" || integration.ConnectionId !== undefined) throw notBuilt("VPC links");
  if ((integration.ConnectionType ?? "INTERNET") !== "INTERNET")
    throw invalid(`Invalid connection type specified: ${integration.ConnectionType}`);
  if (integration.TlsConfig !== undefined) throw invalid("TlsConfig is supported for private integrations only");
  const { TimeoutInMillis = limits.integrationTimeoutMs } = integration;
  if (TimeoutInMillis < limits.leastIntegrationTimeoutMs || TimeoutInMillis > limits.integrationTimeoutMs)
    throw invalid(
      `TimeoutInMillis must be between ${limits.leastIntegrationTimeoutMs} and ${limits.integrationTimeoutMs}`,
    );
}
