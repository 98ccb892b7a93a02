import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { RestApiRecord } from "./api.ts";

/** Throws what AWS refuses of an API, and what is not built. Source: "CreateRestApi", and recorded answers. */
export function checkRestApi(api: RestApiRecord): void {
  const { name, description, endpointConfiguration: { types = [], ipAddressType, vpcEndpointIds = [] } = {} } = api;
  if (name === "") throw invalid("API name cannot be an empty string");
  if (description === "") throw invalid("Description cannot be an empty string");
  if (types.length === 0) throw invalid("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw invalid("Cannot create an api with multiple Endpoint Types.");
  if (types[0] === "PRIVATE" && ipAddressType !== "dualstack")
    throw invalid("Only dualstack ipAddressType is supported for Private APIs.");
  if (vpcEndpointIds.length > 0) throw notBuilt("VPC endpoints of private APIs");
  checkCompression(api.minimumCompressionSize);
  if (api.policy !== undefined) checkPolicy(api.policy);
  if (api.securityPolicy !== undefined) throw notBuilt("securityPolicy");
  if (api.endpointAccessMode !== undefined) throw notBuilt("endpointAccessMode");
}

export function checkCompression(bytes: number | undefined): void {
  if (bytes === undefined) return;
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > 10_485_760)
    throw invalid("Invalid minimum compression size, must be between 0 and 10485760");
}

function checkPolicy(policy: string): void {
  if (policy.length > limits.resourcePolicyBytes) throw invalid("Resource policy size limit exceeded.");
  try {
    const document: unknown = JSON.parse(policy);
    if (typeof document === "object" && document !== null && "Statement" in document) return;
  } catch {
    // It is refused below.
  }
  throw invalid("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}
