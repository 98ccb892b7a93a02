import { parseArn } from "../../../platform/arn.ts";
import { accessLogVariables } from "../../execute-api/access-log.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StageRecord } from "../parts/part.ts";

/** Throws what AWS refuses of a stage, and what is not built. Source: "CreateStage". */
export function checkStage({ ProtocolType }: Pick<ApiRecord, "ProtocolType">, stage: StageRecord): void {
  const isWebSocket = ProtocolType === "WEBSOCKET";
  const { StageName, StageVariables = {}, AccessLogSettings, DefaultRouteSettings, RouteSettings = {} } = stage;
  if (StageName !== "$default" && !/^[A-Za-z0-9_-]{1,128}$/.test(StageName))
    throw invalid("Stage name only allows a-zA-Z0-9_- or $default");
  if ((stage.Description?.length ?? 0) > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  const variables = Object.entries(StageVariables);
  if (variables.length > limits.stageVariables)
    throw invalid(`A stage can have at most ${limits.stageVariables} stage variables`);
  for (const [name, value] of variables) {
    if (!/^\w+$/.test(name))
      throw invalid(`Stage variable name ${name} may have alphanumeric and underscore characters only`);
    if (!/^[A-Za-z0-9\-._~:/?#&=,]{0,2048}$/.test(value)) throw invalid(`Invalid value for stage variable ${name}`);
  }
  if (isWebSocket && StageName === "$default") throw invalid("Stage name only allows a-zA-Z0-9_-");
  if (stage.ClientCertificateId !== undefined && isWebSocket) throw notBuilt("client certificates of stages");
  if (stage.ClientCertificateId !== undefined) throw invalid("ClientCertificateId is not supported for HTTP APIs");
  if (AccessLogSettings) checkAccessLog(AccessLogSettings, isWebSocket ? webSocketVariables : undefined);
  for (const settings of [DefaultRouteSettings ?? {}, ...Object.values(RouteSettings)]) {
    const { ThrottlingBurstLimit = 0, ThrottlingRateLimit = 0 } = settings;
    if (ThrottlingBurstLimit < 0 || ThrottlingRateLimit < 0) throw invalid("Throttling limits must not be negative");
    const logs = settings.LoggingLevel !== undefined && settings.LoggingLevel !== "OFF";
    if (isWebSocket && (logs || settings.DataTraceEnabled)) throw notBuilt("execution logs");
    if (logs) throw invalid("Execution logs are not supported on protocolType HTTP");
    if (settings.DataTraceEnabled) throw invalid("Data trace is not supported on protocolType HTTP");
  }
}

/** Source: "Configure logging for WebSocket APIs in API Gateway": what they have beside. */
const webSocketVariables: ReadonlySet<string> = new Set([
  ...[
    "connectedAt",
    "connectionId",
    "disconnectReason",
    "disconnectStatusCode",
    "eventType",
    "messageDirection",
    "messageId",
  ],
  ...["authorize.error", "authorize.latency", "authorize.status"],
  ...["authorizer.integrationLatency", "authorizer.integrationStatus"],
  ...["authenticate.error", "authenticate.latency", "authenticate.status"],
  ...["error.validationErrorString", "identity.apiKey", "identity.apiKeyId", "routeResponse.status"],
]);

function checkAccessLog(
  { DestinationArn = "", Format = "" }: { DestinationArn?: string; Format?: string },
  further: ReadonlySet<string> | undefined,
): void {
  const arn = parseArn(DestinationArn);
  if (arn?.service === "firehose") throw notBuilt("access logs to Amazon Data Firehose");
  if (arn?.service !== "logs" || !arn.resource.startsWith("log-group:"))
    throw invalid("Invalid ARN specified in the access log settings: it should be a log group's");
  if (Format === "" || Format.length > limits.accessLogFormatCharacters)
    throw invalid("Access Log format must be specified, be single line, and contain at least: $context.requestId");
  if (/[\r\n]/.test(Format) || !/\$context\.(?:requestId|extendedRequestId)\b/.test(Format))
    throw invalid("Access Log format must be single line, and contain at least: $context.requestId");
  for (const name of accessLogVariables(Format, further).unknown)
    throw invalid(`Access Log format has a variable that is not known: $context.${name}`);
}
