import type { Integration, IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { invalid } from "../errors.ts";
import { badPath, onlyReplaces, type Patch, patchEntry } from "../parts/patch.ts";

/** One operation of UpdateIntegration. Source: "Patch operations", "UpdateIntegration". */
export function patchIntegration(integration: Integration, patch: Patch): Integration {
  const { steps, value, op } = patch;
  const [first, name] = steps;
  const changed: Integration = { ...integration };
  switch (first) {
    case "requestTemplates":
    case "requestParameters": {
      if (name === undefined || name === "") throw badPath(patch);
      const entries = patchEntry(integration[first], name, op === "remove" ? undefined : (value ?? ""));
      if (entries) changed[first] = entries;
      else delete changed[first];
      return changed;
    }
    case "timeoutInMillis":
      onlyReplaces(patch);
      changed.timeoutInMillis = Number(value);
      return changed;
    case "tlsConfig":
      onlyReplaces(patch);
      changed.tlsConfig = { insecureSkipVerification: value === "true" };
      return changed;
    case "cacheKeyParameters": {
      if (name === undefined) throw badPath(patch);
      const former = (integration.cacheKeyParameters ?? []).filter((each) => each !== name);
      changed.cacheKeyParameters = op === "remove" ? former : [...former, name];
      return changed;
    }
    case "type":
    case "httpMethod":
    case "uri":
    case "credentials":
    case "passthroughBehavior":
    case "contentHandling":
    case "cacheNamespace":
    case "connectionType":
    case "connectionId":
    case "responseTransferMode":
    case "integrationTarget":
      if (op === "remove" || !value) delete changed[first];
      else Object.assign(changed, { [first]: value });
      return changed;
    default:
      throw badPath(patch);
  }
}

/** One operation of UpdateIntegrationResponse. */
export function patchIntegrationResponse(response: IntegrationResponse, patch: Patch): IntegrationResponse {
  const { steps, value, op } = patch;
  const [first, name] = steps;
  const changed: IntegrationResponse = { ...response };
  switch (first) {
    case "responseTemplates":
    case "responseParameters": {
      if (name === undefined || name === "") throw badPath(patch);
      const entries = patchEntry(response[first], name, op === "remove" ? undefined : (value ?? ""));
      if (entries) changed[first] = entries;
      else delete changed[first];
      return changed;
    }
    case "selectionPattern":
      changed.selectionPattern = op === "remove" ? "" : (value ?? "");
      return changed;
    case "contentHandling":
      if (op === "remove" || !value) delete changed.contentHandling;
      else if (value === "CONVERT_TO_BINARY" || value === "CONVERT_TO_TEXT") changed.contentHandling = value;
      else throw invalid("Invalid contentHandling specified. Valid options are CONVERT_TO_BINARY,CONVERT_TO_TEXT");
      return changed;
    default:
      throw badPath(patch);
  }
}
