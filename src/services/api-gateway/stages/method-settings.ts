import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import type { StageRecord } from "../parts/part.ts";

/** What a stage has set of a method: of the method itself, or else of all. Source: "Override a stage's settings". */
export function methodSettings(
  { methodSettings: all }: Pick<StageRecord, "methodSettings">,
  path: string,
  httpMethod: string,
): MethodSetting | undefined {
  if (!all) return undefined;
  return all[settingKey(path, httpMethod)] ?? all["*/*"];
}

/** `pets~1{id}/GET` */
export function settingKey(path: string, httpMethod: string): string {
  return `${path.replace(/^\//, "").replaceAll("/", "~1")}/${httpMethod}`;
}

/** Of a stage whose answers are kept: methods of their own settings, and all that GET. Source: "Enable caching to enhance responsiveness". */
export function cachingOf(stage: StageRecord, path: string, httpMethod: string): MethodSetting | undefined {
  if (!stage.cacheClusterEnabled) return undefined;
  const own = stage.methodSettings?.[settingKey(path, httpMethod)];
  const settings = own ?? (httpMethod === "GET" ? stage.methodSettings?.["*/*"] : undefined);
  return settings?.cachingEnabled ? settings : undefined;
}
