import type { DeviceProtocol } from "../device-protocol.ts";
import type { Surface } from "../surface.ts";
import { whenCalled } from "../when-called.ts";
import { sampleSurface } from "./rules/sample/sample-surface.ts";
import type { IotState } from "./state.ts";

export const surfaces: readonly Surface<IotState>[] = [
  // Source: "MQTT over WSS".
  {
    name: "Mqtt",
    hasOwnHosts: false,
    signingName: "iotdevicegateway",
    match: ({ path, headers }) =>
      path === "/mqtt" && headers.upgrade?.toLowerCase() === "websocket" ? "mqtt" : undefined,
    answer: whenCalled(async () => (await import("./connections/accept-web-socket.ts")).acceptWebSocket),
  },
  sampleSurface,
  // The endpoint `iot:CredentialProvider`.
  {
    name: "CredentialProvider",
    hasOwnHosts: false,
    match: ({ method, path, headers }) =>
      method === "GET" && headers.authorization === undefined ? roleAliasPath.exec(path)?.[1] : undefined,
    answer: whenCalled(async () => (await import("./roles/give-credentials.ts")).giveCredentials),
  },
];

/** Source: "CreateRoleAlias", what a name may have. */
const roleAliasPath = /^\/role-aliases\/([\w=,@-]{1,128})\/credentials$/;

const accept = whenCalled(async () => (await import("./connections/accept-device.ts")).acceptDevice);

/** A CONNECT packet begins so. Source: MQTT 5, 3.1.1. */
const connectByte = 0x10;

/** MQTT over TLS. Source: "Device communication protocols". */
export const devices: DeviceProtocol<IotState> = {
  names: ["x-amzn-mqtt-ca", "mqtt"],
  beginsWith: (byte) => byte === connectByte,
  accept: (connection, { state, host }) => {
    accept(connection, state, host).catch((error: unknown) => {
      host.log.error("a device's connection could not be taken", { error: String(error) });
      connection.socket.destroy();
    });
  },
};
