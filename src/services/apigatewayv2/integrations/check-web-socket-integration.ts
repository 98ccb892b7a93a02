import { parseArn } from "../../../platform/arn.ts";
import { functionOf } from "../../execute-api/function-uri.ts";
import { parseServiceUri } from "../../execute-api/service-uri.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { parseSelection } from "../web-sockets/selection-expression.ts";
import { isHttpUri } from "./http-uri.ts";

/** Throws what AWS refuses of a WebSocket API's integration, and what is not built. Source: "CreateIntegration". */
export function checkWebSocketIntegration(integration: IntegrationRecord): void {
  const { IntegrationType = "", IntegrationUri, CredentialsArn, PassthroughBehavior = "WHEN_NO_MATCH" } = integration;
  checkSettings(integration);
  if (!/^(?:AWS|AWS_PROXY|HTTP|HTTP_PROXY|MOCK)$/.test(IntegrationType))
    throw invalid(`Invalid integration type specified: ${IntegrationType}`);
  if (!/^(?:WHEN_NO_MATCH|WHEN_NO_TEMPLATES|NEVER)$/.test(PassthroughBehavior))
    throw invalid(`Invalid passthrough behavior specified: ${PassthroughBehavior}`);
  if (CredentialsArn !== undefined && parseArn(CredentialsArn)?.service !== "iam")
    throw invalid("Invalid ARN specified for the credentials of the integration");
  for (const [to, from] of Object.entries(integration.RequestParameters ?? {})) checkMapping(to, from);
  if (IntegrationType === "MOCK") return;
  if (IntegrationUri === undefined) throw invalid("IntegrationUri is a required parameter");
  if (IntegrationUri.length > limits.uriCharacters)
    throw invalid(`IntegrationUri must have at most ${limits.uriCharacters} characters`);
  if (IntegrationType.startsWith("AWS")) {
    if (functionOf(IntegrationUri)) return;
    if (IntegrationType !== "AWS" || !parseServiceUri(IntegrationUri)) throw invalid("Invalid function ARN specified");
    checkMethod(integration);
    return;
  }
  if (!isHttpUri(IntegrationUri)) throw invalid("Invalid HTTP endpoint specified for URI");
  checkMethod(integration);
}

function checkMethod({ IntegrationMethod = "" }: IntegrationRecord): void {
  if (!/^(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/.test(IntegrationMethod))
    throw invalid("HttpMethod must be specified for HTTP integrations");
}

function checkSettings(integration: IntegrationRecord): void {
  const { TimeoutInMillis = limits.webSocketTimeoutMs, TemplateSelectionExpression: ofTemplate } = integration;
  if ((integration.Description?.length ?? 0) > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  if (TimeoutInMillis < limits.leastIntegrationTimeoutMs || TimeoutInMillis > limits.webSocketTimeoutMs)
    throw invalid(
      `TimeoutInMillis must be between ${limits.leastIntegrationTimeoutMs} and ${limits.webSocketTimeoutMs}`,
    );
  if (integration.ConnectionType === "VPC_LINK" || integration.ConnectionId !== undefined) throw notBuilt("VPC links");
  if ((integration.ConnectionType ?? "INTERNET") !== "INTERNET")
    throw invalid(`Invalid connection type specified: ${integration.ConnectionType}`);
  if (integration.TlsConfig !== undefined) throw invalid("TlsConfig is supported for private integrations only");
  if ((integration.PayloadFormatVersion ?? "1.0") !== "1.0")
    throw invalid("PayloadFormatVersion must be 1.0 for WEBSOCKET protocol");
  if (integration.IntegrationSubtype !== undefined)
    throw invalid("IntegrationSubtype is not supported for WEBSOCKET protocol");
  if (integration.ResponseParameters !== undefined)
    throw invalid("ResponseParameters are not supported for WEBSOCKET protocol: integration responses have them");
  if (ofTemplate !== undefined && !parseSelection(ofTemplate))
    throw invalid(`Invalid template selection expression specified: ${ofTemplate}`);
}

/** Source: "Set up data mapping for WebSocket APIs in API Gateway". */
function checkMapping(to: string, from: string): void {
  if (!/^integration\.request\.(?:header|querystring|path)\.[\w.$-]+$/.test(to))
    throw invalid(`Invalid mapping expression specified: ${to}`);
  if (
    !/^(?:'[^']*'|route\.request\.(?:header|querystring|multivalueheader|multivaluequerystring)\.[\w.$-]+|route\.request\.body(?:\..+)?|context\.[\w.]+|stageVariables\.\w+)$/.test(
      from,
    )
  )
    throw invalid(`Invalid mapping expression specified: ${from}`);
}
