import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { accessLogVariables } from "../../execute-api/access-log.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import { requirePart } from "../parts/change-api.ts";
import { ofAccount, type StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** What access logs of REST APIs tell beside. */
const ofRestApis: ReadonlySet<string> = new Set([
  "resourceId",
  "resourcePath",
  "deploymentId",
  "identity.apiKey",
  "identity.apiKeyId",
  "identity.accessKey",
]);

/** Throws what AWS refuses of a stage, and what is not built. Source: "CreateStage", "UpdateStage". */
export function checkStage(stage: StageRecord): void {
  const { stageName, variables = {}, accessLogSettings, methodSettings = {} } = stage;
  if (!/^\w{1,128}$/.test(stageName.replaceAll("-", "_"))) throw invalid("Stage name only allows a-zA-Z0-9_");
  if (Object.keys(variables).length > limits.stageVariables)
    throw invalid(`A stage can have at most ${limits.stageVariables} stage variables`);
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name))
      throw invalid(
        "Stage variable name should contain only alphanumeric and underscore characters. The following are invalid: ".concat(
          name,
        ),
      );
    if (!/^[A-Za-z0-9\-._~:/?#&=,]{0,2048}$/.test(value))
      throw invalid(
        `Stage variable values can contain only alphanumeric characters and -._~:/?#&=, The following are invalid: ${name}`,
      );
  }
  if (stage.cacheClusterEnabled) throw notBuilt("cache clusters of stages");
  if (stage.tracingEnabled) throw notBuilt("tracing of stages by X-Ray");
  const { percentTraffic = 0, useStageCache } = stage.canarySettings ?? {};
  if (!(percentTraffic >= 0 && percentTraffic <= 100))
    throw invalid("Canary percent traffic must be between 0.0 and 100.0");
  if (useStageCache) throw notBuilt("caches of canary releases: useStageCache");
  for (const settings of Object.values(methodSettings)) {
    if (settings.cachingEnabled) throw notBuilt("caching of methods");
    if (settings.dataTraceEnabled) throw notBuilt("execution logs: dataTraceEnabled");
    if (settings.loggingLevel !== undefined && settings.loggingLevel !== "OFF")
      throw notBuilt(`execution logs: loggingLevel ${settings.loggingLevel}`);
  }
  const { destinationArn, format = "" } = accessLogSettings ?? {};
  if (destinationArn !== undefined && parseArn(destinationArn)?.service === "firehose")
    throw notBuilt("access logs to Amazon Data Firehose");
  if (format.length > limits.accessLogFormatCharacters) throw invalid("Access Log format is too long");
  for (const name of accessLogVariables(format, ofRestApis).unknown)
    throw notBuilt(`the access log's variable $context.${name}`);
}

/** Throws for what a stage names that is not there. */
export async function checkParts(tx: ReadTransaction, apiId: string, stage: StageRecord): Promise<void> {
  const { deploymentId, canarySettings, documentationVersion, clientCertificateId } = stage;
  for (const id of [deploymentId, canarySettings?.deploymentId])
    if (id !== undefined && !(await partStore.find(tx, apiId, "Deployment", id)))
      throw invalid("Deployment id does not exist");
  if (documentationVersion !== undefined) await requirePart(tx, apiId, "DocumentationVersion", documentationVersion);
  if (clientCertificateId !== undefined) await requirePart(tx, ofAccount, "ClientCertificate", clientCertificateId);
}
