import { invalidRequest } from "../errors.ts";
import type { IotContext } from "../operation.ts";

const known: ReadonlySet<string> = new Set(["iot:Data", "iot:Data-ATS", "iot:CredentialProvider", "iot:Jobs"]);

/**
 * The host and port by which the caller has come, for all kinds of endpoints are behind one port here; a client that connects to port 8883 or 443 of that host
 * does so by `--mqtt-port`. Source: "DescribeEndpoint".
 */
export function describeEndpointOf(type: string, { request, host }: Pick<IotContext, "request" | "host">): string {
  if (!known.has(type))
    throw invalidRequest(
      `1 validation error detected: Value '${type}' at 'endpointType' failed to satisfy constraint: Member must be one of the endpoint types.`,
    );
  return new URL(request.endpoint || host.config.endpoint()).host;
}
