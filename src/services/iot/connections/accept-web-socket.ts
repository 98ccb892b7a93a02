import { AwsError } from "../../../platform/aws-error.ts";
import { anonymousPrincipal, type Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { readSignature } from "../../signature/signature.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { identifyByAuthorizer } from "../authorizers/identify-by-authorizer.ts";
import { namesAuthorizer } from "../https/device-surface.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { IamPermissions } from "../policies/iam-permissions.ts";
import type { IotState } from "../state.ts";
import { ClientConnection } from "./client-connection.ts";
import type { ClientIdentity } from "./client-identity.ts";
import { webSocketTransport } from "./transport.ts";

const protocols = ["mqtt", "mqttv3.1"];

/** MQTT over WebSocket: who it is, its signature says. Source: "MQTT over WSS". */
export async function acceptWebSocket(
  _resource: string,
  request: SurfaceRequest,
  { state, host }: { readonly state: IotState; readonly host: ServiceHost },
): Promise<SurfaceAnswer> {
  if (!request.wantsWebSocket) return refusal(400, "Bad Request");
  const isForAuthorizer = namesAuthorizer(request);
  let principal: Principal;
  try {
    const signer = isForAuthorizer ? undefined : await request.signer(0);
    if (!signer && !isForAuthorizer && host.config.auth === "enforce") return refusal(403, "Forbidden");
    principal = signer ?? anonymousPrincipal(host.config.accountId);
  } catch (error) {
    if (error instanceof AwsError) return refusal(403, error.message);
    throw error;
  }
  const at = { account: principal.account, region: readSignature(request)?.region || "us-east-1" };
  const identity: ClientIdentity = {
    at,
    principal: principal.userId,
    protocol: "websocket",
    permissions: (clientId) =>
      new IamPermissions(host, principal, { at, clientId, sourceIp: request.sourceIp, protocol: "websocket" }),
  };
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
  return {
    status: 101,
    headers: {},
    body: undefined,
    webSocket: {
      protocol: offered.find((each) => protocols.includes(each)),
      mostBytes: mqttLimits.packetBytes,
      opened: (webSocket) => {
        new ClientConnection({
          host,
          connections: state.connections,
          transport: webSocketTransport(webSocket, host.clock),
          identify: isForAuthorizer
            ? (mqtt) => identifyByAuthorizer(at, { ...toAsked(request), mqtt }, state, host)
            : async () => identity,
          sourceIp: request.sourceIp,
        });
      },
      failed: () => {},
    },
  };
}

function toAsked({ headers, rawQuery, sourceIp, host }: SurfaceRequest) {
  return { protocols: ["tls", "http", "mqtt"], serverName: host, http: { headers, queryString: rawQuery }, sourceIp };
}

function refusal(status: number, message: string): SurfaceAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
