import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { invalid, notBuilt } from "../errors.ts";
import type { StageRecord } from "../parts/part.ts";
import { badPath, type Patch, patchEntry } from "../parts/patch.ts";

type Changing = { -readonly [K in keyof StageRecord]: StageRecord[K] };

/** One operation of UpdateStage. Source: "Patch operations", "UpdateStage", and recorded answers. */
export function patchStage(stage: StageRecord, patch: Patch): StageRecord {
  const { steps, value = "", op } = patch;
  const [first = "", name = ""] = steps;
  const changed: Changing = { ...stage };
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
      throw notBuilt("cache clusters of stages");
    case "canarySettings":
      throw notBuilt("canary releases");
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
  loggingLevel: "OFF",
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
  if (!set) throw invalid(`Invalid method setting path: ${patch.path}. Must be one of: [${known.join(", ")}]`);
  stage.methodSettings = { ...stage.methodSettings, [key]: { ...defaults, ...found, ...set(value) } };
  return stage;
}

function splitAt(steps: readonly string[]): [string, string] {
  return [steps.slice(0, -1).join("/"), steps.at(-1) ?? ""];
}

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
  "/{resourcePath}/{httpMethod}/throttling/burstLimit",
  "/{resourcePath}/{httpMethod}/throttling/rateLimit",
  "/{resourcePath}/{httpMethod}/caching/ttlInSeconds",
  "/{resourcePath}/{httpMethod}/caching/enabled",
  "/{resourcePath}/{httpMethod}/caching/dataEncrypted",
  "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl",
  "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy",
  "/*/*/metrics/enabled",
  "/*/*/logging/dataTrace",
  "/*/*/logging/loglevel",
  "/*/*/throttling/burstLimit",
  "/*/*/throttling/rateLimit",
  "/*/*/caching/ttlInSeconds",
  "/*/*/caching/enabled",
  "/*/*/caching/dataEncrypted",
  "/*/*/caching/requireAuthorizationForCacheControl",
  "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
  "/variables/{variable_name}",
  "/tracingEnabled",
];
