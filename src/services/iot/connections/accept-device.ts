import type { DeviceConnection } from "../../device-protocol.ts";
import type { ServiceHost } from "../../service.ts";
import { identifyByAuthorizer } from "../authorizers/identify-by-authorizer.ts";
import { regionOf } from "../https/answer-device-request.ts";
import type { IotState } from "../state.ts";
import { ClientConnection } from "./client-connection.ts";
import type { Identify } from "./client-identity.ts";
import { identifyByCertificate } from "./identify-by-certificate.ts";
import { socketTransport } from "./transport.ts";

/** A device's connection by TLS: who it is, its certificate says, or a custom authorizer. */
export async function acceptDevice(connection: DeviceConnection, state: IotState, host: ServiceHost): Promise<void> {
  const { socket, certificate, sourceIp } = connection;
  const { serverName } = connection;
  const identify: Identify = async (mqtt) => {
    if (certificate)
      return identifyByCertificate({ der: certificate, serverName }, { sourceIp, protocol: "mqtt" }, state, host);
    const at = { account: host.config.accountId, region: regionOf(serverName) };
    const asked = { protocols: ["tls", "mqtt"], serverName, http: undefined, mqtt, sourceIp };
    return identifyByAuthorizer(at, asked, state, host);
  };
  new ClientConnection({
    host,
    connections: state.connections,
    transport: socketTransport(socket, host.clock),
    identify,
    sourceIp,
  });
}
