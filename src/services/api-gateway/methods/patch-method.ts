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
      return changed;
    case "authorizerId":
    case "operationName":
    case "requestValidatorId":
      onlyReplaces(patch);
      if (value) changed[first] = value;
      else delete changed[first];
      return changed;
    case "authorizationScopes": {
      const former = (method.authorizationScopes ?? []).filter((each) => each !== value);
      changed.authorizationScopes = op === "remove" ? former : [...former, value ?? ""];
      if (changed.authorizationScopes.length === 0) delete changed.authorizationScopes;
      return changed;
    }
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

/** As recorded: a method that asks no authorizer has none, in whatever order it was told so. */
export function withoutIdleAuthorizer(method: Method): Method {
  if (method.authorizationType === "CUSTOM" || method.authorizationType === "COGNITO_USER_POOLS") return method;
  const { authorizerId: _, ...rest } = method;
  return rest;
}
