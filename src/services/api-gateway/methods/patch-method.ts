import type { Method } from "@aws-sdk/client-api-gateway";
import { badOperation, badPath, onlyReplaces, type Patch, patchEntry } from "../parts/patch.ts";

/** One operation of UpdateMethod. Source: "Patch operations", "UpdateMethod", and recorded answers. */
export function patchMethod(method: Method, patch: Patch): Method {
  const { steps, value, op } = patch;
  const [first, second, ...more] = steps;
  const changed: Method = { ...method };
  switch (first) {
    case "apiKeyRequired":
      onlyReplaces(patch);
      changed.apiKeyRequired = value === "true";
      return changed;
    case "authorizationType":
      onlyReplaces(patch);
      changed.authorizationType = value;
      if (value !== "CUSTOM" && value !== "COGNITO_USER_POOLS") delete changed.authorizerId;
      return changed;
    case "authorizerId":
    case "operationName":
    case "requestValidatorId":
      onlyReplaces(patch);
      // As recorded: what no authorizer is asked for has none.
      if (first === "authorizerId" && !["CUSTOM", "COGNITO_USER_POOLS"].includes(method.authorizationType ?? ""))
        return changed;
      if (value) changed[first] = value;
      else delete changed[first];
      return changed;
    case "requestParameters":
    case "requestModels": {
      if (second === undefined || second === "" || more.length > 0) throw badPath(patch);
      if (op !== "add" && op !== "replace" && op !== "remove") throw badOperation("add", "replace", "remove");
      if (first === "requestParameters") {
        const parameters = patchEntry(method.requestParameters, second, op === "remove" ? undefined : value === "true");
        if (parameters) changed.requestParameters = parameters;
        else delete changed.requestParameters;
        return changed;
      }
      const models = patchEntry(method.requestModels, second, op === "remove" ? undefined : value);
      if (models) changed.requestModels = models;
      else delete changed.requestModels;
      return changed;
    }
    default:
      throw badPath(patch);
  }
}
