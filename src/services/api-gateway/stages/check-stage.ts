import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { accessLogVariables } from "../../execute-api/access-log.ts";
import { accountOf } from "../accounts/account.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import { requirePart } from "../parts/change-api.ts";
import { ofAccount, type StageRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkCacheCluster } from "./cache-cluster.ts";

/** What access logs of REST APIs tell beside. */
const ofRestApis: ReadonlySet<string> = new Set([
  "integration.responseTransferMode",
  "integration.timeToAllHeaders",
  "integration.timeToFirstContent",
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
  checkCacheCluster(stage);
  const { percentTraffic = 0 } = stage.canarySettings ?? {};
  if (!(percentTraffic >= 0 && percentTraffic <= 100))
    throw invalid("Canary percent traffic must be between 0.0 and 100.0");
  for (const settings of Object.values(methodSettings)) checkMethodSetting(settings);
  const { destinationArn, format = "" } = accessLogSettings ?? {};
  if (destinationArn !== undefined && parseArn(destinationArn)?.service === "firehose")
    throw notBuilt("access logs to Amazon Data Firehose");
  if (format.length > limits.accessLogFormatCharacters) throw invalid("Access Log format is too long");
  for (const name of accessLogVariables(format, ofRestApis).unknown)
    throw notBuilt(`the access log's variable $context.${name}`);
}

function checkMethodSetting(settings: MethodSetting): void {
  const { loggingLevel = "OFF", cacheTtlInSeconds = 0, unauthorizedCacheControlHeaderStrategy: strategy } = settings;
  if (!/^(?:OFF|ERROR|INFO)$/.test(loggingLevel))
    throw invalid("Invalid logging level specified. Must be one of: [OFF, ERROR, INFO]");
  if (!(cacheTtlInSeconds >= 0 && cacheTtlInSeconds <= limits.cacheTtlSeconds))
    throw invalid(`Invalid cache TTL specified. It should be between 0 and ${limits.cacheTtlSeconds} seconds`);
  if (strategy !== undefined && !strategies.has(strategy))
    throw invalid(
      `Invalid unauthorized cache control header strategy. Must be one of: [${[...strategies].join(", ")}]`,
    );
}

const strategies: ReadonlySet<string> = new Set([
  "FAIL_WITH_403",
  "SUCCEED_WITH_RESPONSE_HEADER",
  "SUCCEED_WITHOUT_RESPONSE_HEADER",
]);

/** Logs of executions are written by a role that the account has said. */
export async function checkLogRole(tx: ReadTransaction, { methodSettings = {} }: StageRecord): Promise<void> {
  const logs = Object.values(methodSettings).some(
    ({ loggingLevel = "OFF", dataTraceEnabled }) => loggingLevel !== "OFF" || dataTraceEnabled,
  );
  if (logs && (await accountOf(tx)).cloudwatchRoleArn === undefined)
    throw invalid("CloudWatch Logs role ARN must be set in account settings to enable logging");
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
