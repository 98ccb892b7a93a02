import type { TLSSocket } from "node:tls";
import type { DeviceConnection, DeviceProtocol } from "../services/device-protocol.ts";
import type { OperationTable } from "../services/operation-table.ts";
import type { DeviceProtocols } from "./tls/tls-door.ts";

/** What services speak with devices. Undefined where none does. */
export function toDeviceProtocols({ services, host }: OperationTable): DeviceProtocols | undefined {
  const all = [...services.values()].flatMap(({ definition, state }) => {
    const protocol: DeviceProtocol<unknown> | undefined = definition.devices;
    return protocol ? [{ protocol, state }] : [];
  });
  if (all.length === 0) return undefined;
  return {
    protocols: all.flatMap(({ protocol }) => protocol.names),
    beginsWith: (byte) => all.some(({ protocol }) => protocol.beginsWith(byte)),
    accept: (socket) => {
      const name = socket.alpnProtocol || undefined;
      // Who has named none has begun to speak it: where several services do, the first one's.
      const theirs = all.find(({ protocol }) => name === undefined || protocol.names.includes(name));
      theirs?.protocol.accept(toConnection(socket, name), { state: theirs.state, host });
    },
  };
}

function toConnection(socket: TLSSocket, protocol: string | undefined): DeviceConnection {
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  return {
    socket,
    protocol,
    serverName: (socket as { servername?: string | false }).servername || undefined,
    certificate: raw,
    sourceIp: withoutPrefix(socket.remoteAddress ?? ""),
  };
}

function withoutPrefix(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
