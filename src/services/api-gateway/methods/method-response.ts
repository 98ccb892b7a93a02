import type { MethodResponse } from "@aws-sdk/client-api-gateway";
import type { ReadTransaction } from "../../../storage/database.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { partStore } from "../parts/part-store.ts";
import { badPath, type Patch, patchEntry } from "../parts/patch.ts";

/** Throws what AWS refuses of a method's response. Source: "PutMethodResponse". */
export async function checkMethodResponse(tx: ReadTransaction, apiId: string, response: MethodResponse) {
  for (const parameter of Object.keys(response.responseParameters ?? {}))
    if (!/^method\.response\.header\..+/.test(parameter))
      throw invalid(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${parameter}]`,
      );
  for (const name of Object.values(response.responseModels ?? {}))
    if (!(await partStore.find(tx, apiId, "Model", name))) throw invalid(`Invalid model identifier specified: ${name}`);
}

export function responseExists() {
  return conflict("Response already exists for this resource");
}

/** One operation of UpdateMethodResponse. Source: "Patch operations", and recorded answers. */
export function patchMethodResponse(response: MethodResponse, patch: Patch): MethodResponse {
  const { steps, op, value } = patch;
  const [first, name = ""] = steps;
  if ((first !== "responseParameters" && first !== "responseModels") || steps.length !== 2) throw badPath(patch);
  const changed: MethodResponse = { ...response };
  if (first === "responseParameters") {
    if (op !== "add" && !Object.hasOwn(response.responseParameters ?? {}, name))
      throw notFound("Invalid parameter name specified");
    const entries = patchEntry(response.responseParameters, name, op === "remove" ? undefined : value === "true");
    if (entries) changed.responseParameters = entries;
    else delete changed.responseParameters;
    return changed;
  }
  if (op !== "add" && !Object.hasOwn(response.responseModels ?? {}, name))
    throw notFound("Content-Type specified was not found");
  const entries = patchEntry(response.responseModels, name, op === "remove" ? undefined : value);
  if (entries) changed.responseModels = entries;
  else delete changed.responseModels;
  return changed;
}
