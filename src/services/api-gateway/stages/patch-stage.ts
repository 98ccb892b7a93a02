import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { invalid } from "../errors.ts";
import type { StageRecord } from "../parts/part.ts";
import { badPath, type Patch, patchEntry } from "../parts/patch.ts";

type Changing = { -readonly [K in keyof StageRecord]: StageRecord[K] };

/** One operation of UpdateStage. Source: "Patch operations", "UpdateStage", and recorded answers. */
export function patchStage(stage: StageRecord, patch: Patch): StageRecord {
  const { steps, value = "", op } = patch;
  const [first = "", name = ""] = steps;
  const changed: Changing = { ...stage };
  if (op === "copy") return promote(changed, patch);
  switch (first) {
    case "deploymentId":
      changed.deploymentId = value;
      return changed;
    case "description":
      if (op === "remove") delete changed.description;
      else changed.description = value;
      return changed;
    case "documentationVersion":
    case "clientCertificateId":
      if (op === "remove" || value === "") delete changed[first];
      else changed[first] = value;
      return changed;
    case "tracingEnabled":
    case "cacheClusterEnabled":
      changed[first] = value === "true";
      return changed;
    case "cacheClusterSize":
      changed.cacheClusterSize = value as NonNullable<StageRecord["cacheClusterSize"]>;
      return changed;
    case "canarySettings":
      return patchCanary(changed, patch);
    case "variables": {
      if (name === "") throw badPath(patch);
      const variables = patchEntry(stage.variables, name, op === "remove" ? undefined : value);
      if (variables) changed.variables = variables;
      else delete changed.variables;
      return changed;
    }
    case "accessLogSettings":
      return withAccessLog(changed, patch);
    default:
      return withMethodSetting(changed, patch);
  }
}

/** A canary's deployment or variables become the stage's. Source: "Promote a canary release", and recorded answers. */
function promote(stage: Changing, { path, from = "" }: Patch): StageRecord {
  const { canarySettings: canary } = stage;
  const isDeployment = path === "/deploymentId" && from === "/canarySettings/deploymentId";
  const isVariables = path === "/variables" && from === "/canarySettings/stageVariableOverrides";
  if (!isDeployment && !isVariables)
    throw invalid(
      `Invalid copy operation with path: ${path} and from ${from}. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]`,
    );
  if (!canary) throw invalid("Promotion not available. Canary does not exist.");
  if (isDeployment && canary.deploymentId !== undefined) stage.deploymentId = canary.deploymentId;
  if (isVariables && canary.stageVariableOverrides)
    stage.variables = { ...stage.variables, ...canary.stageVariableOverrides };
  return stage;
}

/** As recorded: `replace` of one member makes a canary of what the stage itself serves, where there is none. */
function patchCanary(stage: Changing, patch: Patch): StageRecord {
  const { steps, op, value = "", path } = patch;
  const [, member, name] = steps;
  if (op === "remove" && member === undefined) {
    delete stage.canarySettings;
    return stage;
  }
  const former = stage.canarySettings ?? { deploymentId: stage.deploymentId, percentTraffic: 0, useStageCache: false };
  if (op === "remove" && member === "stageVariableOverrides" && name !== undefined) {
    const overrides = patchEntry<string>(former.stageVariableOverrides, name, undefined);
    stage.canarySettings = { ...former, stageVariableOverrides: overrides };
    return stage;
  }
  if (op === "remove") throw noSetting(steps);
  if (op === "add" && member !== "stageVariableOverrides") throw invalid(`Invalid add operation with path: ${path}`);
  if (member === "percentTraffic") stage.canarySettings = { ...former, percentTraffic: Number(value) };
  else if (member === "deploymentId") stage.canarySettings = { ...former, deploymentId: value };
  else if (member === "useStageCache") stage.canarySettings = { ...former, useStageCache: value === "true" };
  else if (member === "stageVariableOverrides" && name !== undefined)
    stage.canarySettings = { ...former, stageVariableOverrides: { ...former.stageVariableOverrides, [name]: value } };
  else throw badSetting(patch);
  return stage;
}

function withAccessLog(stage: Changing, { op, steps, value }: Patch): StageRecord {
  const [, name] = steps;
  const former = { ...stage.accessLogSettings };
  if (op === "remove") {
    // As recorded: they go together.
    if (name !== undefined) throw noSetting(steps);
    delete stage.accessLogSettings;
    return stage;
  }
  if (name !== "destinationArn" && name !== "format")
    throw invalid(
      "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]",
    );
  if (!value) throw invalid("Access Log value must not be empty");
  // Terraform names a group with the `:*` that AWS takes off.
  stage.accessLogSettings = { ...former, [name]: name === "destinationArn" ? value.replace(/:\*$/, "") : value };
  return stage;
}

function noSetting(steps: readonly string[]) {
  return invalid(`Cannot remove method setting ${steps.join("/")} because there is no method setting for this method `);
}

/** What a method's settings are that nobody has set. */
const defaults: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const settings: Readonly<Record<string, (value: string) => MethodSetting>> = {
  "metrics/enabled": (value) => ({ metricsEnabled: value === "true" }),
  "logging/loglevel": (value) => ({ loggingLevel: value }),
  "logging/dataTrace": (value) => ({ dataTraceEnabled: value === "true" }),
  "throttling/burstLimit": (value) => ({ throttlingBurstLimit: Number(value) }),
  "throttling/rateLimit": (value) => ({ throttlingRateLimit: Number(value) }),
  "caching/enabled": (value) => ({ cachingEnabled: value === "true" }),
  "caching/ttlInSeconds": (value) => ({ cacheTtlInSeconds: Number(value) }),
  "caching/dataEncrypted": (value) => ({ cacheDataEncrypted: value === "true" }),
  "caching/requireAuthorizationForCacheControl": (value) => ({ requireAuthorizationForCacheControl: value === "true" }),
  "caching/unauthorizedCacheControlHeaderStrategy": (value) => ({
    unauthorizedCacheControlHeaderStrategy: value as NonNullable<
      MethodSetting["unauthorizedCacheControlHeaderStrategy"]
    >,
  }),
};

/** `/{resource path}/{method}/metrics/enabled`; of every method it is `*` and `*`. */
function withMethodSetting(stage: Changing, patch: Patch): StageRecord {
  const { steps, op, value = "" } = patch;
  const isSetting = steps.length >= 4;
  const [path = "", method = ""] = isSetting ? splitAt(steps.slice(0, -2)) : splitAt(steps);
  const key = `${path.replace(/^\//, "").replaceAll("/", "~1")}/${method}`;
  const found = stage.methodSettings?.[key] ?? stage.methodSettings?.[`~1${key}`];
  if (op === "remove") {
    if (!found) throw noSetting(steps);
    stage.methodSettings = patchEntry<MethodSetting>(stage.methodSettings, key, undefined) ?? {};
    return stage;
  }
  const set = isSetting ? settings[steps.slice(-2).join("/")] : undefined;
  if (!set) throw badSetting(patch);
  // As recorded: a method that had none of its own begins with what is set for all.
  const former = found ?? stage.methodSettings?.["*/*"];
  stage.methodSettings = { ...stage.methodSettings, [key]: { ...defaults, ...former, ...set(value) } };
  return stage;
}

function badSetting({ path }: Patch) {
  return invalid(`Invalid method setting path: ${path}. Must be one of: [${known.join(", ")}]`);
}

function splitAt(steps: readonly string[]): [string, string] {
  return [steps.slice(0, -1).join("/"), steps.at(-1) ?? ""];
}

/** As AWS writes them, missing commas included. */
const known = [
  "/deploymentId",
  "/description",
  "/cacheClusterEnabled",
  "/cacheClusterSize",
  "/clientCertificateId",
  "/accessLogSettings",
  "/accessLogSettings/destinationArn",
  "/accessLogSettings/format",
  "/{resourcePath}/{httpMethod}/metrics/enabled",
  "/{resourcePath}/{httpMethod}/logging/dataTrace",
  "/{resourcePath}/{httpMethod}/logging/loglevel",
  "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds",
  "/{resourcePath}/{httpMethod}/caching/enabled",
  "/{resourcePath}/{httpMethod}/caching/dataEncrypted",
  "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl",
  "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy",
  "/*/*/metrics/enabled",
  "/*/*/logging/dataTrace",
  "/*/*/logging/loglevel",
  "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds",
  "/*/*/caching/enabled",
  "/*/*/caching/dataEncrypted",
  "/*/*/caching/requireAuthorizationForCacheControl",
  "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
  "/variables/{variable_name}",
  "/tracingEnabled",
];
