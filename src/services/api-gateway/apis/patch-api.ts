import { invalid, notBuilt } from "../errors.ts";
import { badOperation, badPath, onlyReplaces, type Patch } from "../parts/patch.ts";
import type { RestApiRecord } from "./api.ts";
import { checkCompression } from "./check-api.ts";

type Changing = { -readonly [K in keyof RestApiRecord]: RestApiRecord[K] };

/** One operation of UpdateRestApi. Source: "Patch operations", "UpdateRestApi", and recorded answers. */
export function patchRestApi(api: RestApiRecord, patch: Patch): RestApiRecord {
  const { steps, value, op } = patch;
  const [first = "", second] = steps;
  const changed: Changing = { ...api };
  switch (first) {
    case "binaryMediaTypes":
      if (second === undefined || second === "") throw badPath(patch);
      return withMediaType(changed, second, patch);
    case "description":
      if (op === "remove") delete changed.description;
      else changed.description = value ?? "";
      return changed;
    case "endpointConfiguration":
      return withEndpoint(changed, patch);
    case "minimumCompressionSize":
      onlyReplaces(patch);
      if (value === undefined || value === "") delete changed.minimumCompressionSize;
      else {
        changed.minimumCompressionSize = /^-?\d+$/.test(value) ? Number(value) : -1;
        checkCompression(changed.minimumCompressionSize);
      }
      return changed;
    case "name":
    case "version":
      onlyReplaces(patch);
      changed[first] = value ?? "";
      return changed;
    case "policy":
      if (op === "remove" || value === undefined || value === "") delete changed.policy;
      else changed.policy = value;
      return changed;
    case "disableExecuteApiEndpoint":
      onlyReplaces(patch);
      changed.disableExecuteApiEndpoint = value === "true";
      return changed;
    case "apiKeySource":
      onlyReplaces(patch);
      if (value !== "HEADER" && value !== "AUTHORIZER")
        throw invalid("Invalid API key source. Valid values are HEADER and AUTHORIZER");
      changed.apiKeySource = value;
      return changed;
    default:
      throw badPath(patch);
  }
}

function withMediaType(api: Changing, type: string, { op, value }: Patch): RestApiRecord {
  const former = (api.binaryMediaTypes ?? []).filter((each) => each !== type);
  if (op === "remove") api.binaryMediaTypes = former;
  else api.binaryMediaTypes = [...former, op === "replace" && value ? value : type];
  if (api.binaryMediaTypes.length === 0) delete api.binaryMediaTypes;
  return api;
}

function withEndpoint(api: Changing, patch: Patch): RestApiRecord {
  const { steps, op, value } = patch;
  const former = api.endpointConfiguration ?? {};
  switch (steps[1]) {
    case "types": {
      if (op !== "add" && op !== "replace")
        throw invalid("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
      if (value !== "REGIONAL" && value !== "EDGE" && value !== "PRIVATE")
        throw invalid("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
      const ipAddressType = value === "PRIVATE" ? "dualstack" : (former.ipAddressType ?? "ipv4");
      api.endpointConfiguration = { ...former, ipAddressType, types: [value] };
      return api;
    }
    case "ipAddressType":
      if (op !== "replace") throw badOperation("replace");
      if (value !== "ipv4" && value !== "dualstack") throw invalid("ipAddressType must be either ipv4 or dualstack.");
      if (value === "ipv4" && former.types?.includes("PRIVATE"))
        throw invalid("Only dualstack ipAddressType is supported for Private APIs.");
      api.endpointConfiguration = { ...former, ipAddressType: value };
      return api;
    case "vpcEndpointIds":
      throw notBuilt("VPC endpoints of private APIs");
    default:
      throw badPath(patch);
  }
}
