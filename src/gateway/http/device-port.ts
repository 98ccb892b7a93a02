import { type AddressInfo, createServer, type Socket } from "node:net";
import { openTlsDoor, type TlsOptions } from "../tls/tls-door.ts";

export interface DevicePort {
  readonly port: number;
  close(): Promise<void>;
}

/** A port where devices are answered and nobody else: AWS's is 8883. Who speaks HTTP there is cut. */
export async function listenForDevices(options: {
  readonly host: string;
  readonly port: number;
  readonly mostConnections: number;
  readonly tls: TlsOptions;
}): Promise<DevicePort> {
  const door = openTlsDoor(options.tls, (socket) => socket.destroy());
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
    void door.accept(socket);
  });
  server.maxConnections = options.mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
