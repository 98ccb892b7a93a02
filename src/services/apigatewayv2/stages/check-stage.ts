import { parseArn } from "../../../platform/arn.ts";
import { accessLogVariables } from "../../execute-api/access-log.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StageRecord } from "../parts/part.ts";

/** Throws what AWS refuses of a stage, and what is not built. Source: "CreateStage". */
export function checkStage(stage: StageRecord): void {
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
  if (stage.ClientCertificateId !== undefined) throw invalid("ClientCertificateId is not supported for HTTP APIs");
  if (AccessLogSettings) checkAccessLog(AccessLogSettings);
  for (const settings of [DefaultRouteSettings ?? {}, ...Object.values(RouteSettings)]) {
    const { ThrottlingBurstLimit = 0, ThrottlingRateLimit = 0 } = settings;
    if (ThrottlingBurstLimit < 0 || ThrottlingRateLimit < 0) throw invalid("Throttling limits must not be negative");
    if (settings.LoggingLevel !== undefined && settings.LoggingLevel !== "OFF")
      throw invalid("Execution logs are not supported on protocolType HTTP");
    if (settings.DataTraceEnabled) throw invalid("Data trace is not supported on protocolType HTTP");
  }
}

function checkAccessLog({ DestinationArn = "", Format = "" }: { DestinationArn?: string; Format?: string }): void {
  const arn = parseArn(DestinationArn);
  if (arn?.service === "firehose") throw notBuilt("access logs to Amazon Data Firehose");
  if (arn?.service !== "logs" || !arn.resource.startsWith("log-group:"))
    throw invalid("Invalid ARN specified in the access log settings: it should be a log group's");
  if (Format === "" || Format.length > limits.accessLogFormatCharacters)
    throw invalid("Access Log format must be specified, be single line, and contain at least: $context.requestId");
  if (/[\r\n]/.test(Format) || !/\$context\.(?:requestId|extendedRequestId)\b/.test(Format))
    throw invalid("Access Log format must be single line, and contain at least: $context.requestId");
  for (const name of accessLogVariables(Format).unknown)
    throw invalid(`Access Log format has a variable that is not known: $context.${name}`);
}
