import type { ApiKey } from "@aws-sdk/client-api-gateway";
import { invalid } from "../errors.ts";
import { type ApiKeyRecord, toPart } from "../parts/part.ts";
import type { Patch } from "../parts/patch.ts";

/** As it goes to a client, with its value if that was asked for. */
export function toApiKey(key: ApiKeyRecord, includeValue: boolean): ApiKey {
  const { value, ...rest } = toPart(key);
  return { ...rest, stageKeys: [], ...(includeValue && { value }) };
}

/** As recorded. */
export function checkApiKey({ name = "", description = "" }: Pick<ApiKey, "name" | "description">): void {
  if (name.length > 1_024) throw invalid("Invalid API Key name, can be at most 1024 characters.");
  if (description.length > 125_000) throw invalid("Invalid API Key description specified.");
}

/** One operation of UpdateApiKey. Source: "Patch operations", "UpdateApiKey". */
export function patchApiKey(key: ApiKeyRecord, { steps, path, op, value = "" }: Patch): ApiKeyRecord {
  const [first] = steps;
  if (first === "enabled") return { ...key, enabled: value === "true" };
  if (first === "name" || first === "description" || first === "customerId") {
    if (op !== "remove") return { ...key, [first]: value };
    const { [first]: _, ...rest } = key;
    return rest as ApiKeyRecord;
  }
  throw invalid(
    `Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [/description, /enabled, /name, /customerId]`,
  );
}
