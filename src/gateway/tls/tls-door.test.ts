import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { createLog } from "../../platform/log.ts";
import { listen } from "../http/listener.ts";
import type { ServerCertificates } from "./server-certificates.ts";
import type { DeviceProtocols } from "./tls-door.ts";

for (const devices of [undefined, { protocols: ["mqtt"], beginsWith: () => false, accept: () => {} }]) {
  const where = devices ? " where devices are taken, too" : "";
  test(`who begins a handshake and does not go on is cut, though it sends a byte now and then${where}`, () =>
    cutsWhoDoesNotGoOn(devices));
}

async function cutsWhoDoesNotGoOn(devices: DeviceProtocols | undefined): Promise<void> {
  const never = () => Promise.reject(new Error("nobody has said a name"));
  const certificates: ServerCertificates = {
    contextFor: never,
    contextForClients: never,
    fallback: async () => ({ certificate: "", key: "" }),
  };
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: never,
    tls: { certificates: async () => certificates, log: createLog("silent"), mostHandshakeMs: 200, devices },
  });
  const silent = connect({ port: listener.port, host: "127.0.0.1" }).resume();
  const dripping = connect({ port: listener.port, host: "127.0.0.1" }).resume();
  // A record of 16 KB, of which little comes.
  for (const socket of [silent, dripping]) socket.on("error", () => {}).write(Buffer.from([0x16, 3, 1, 0x3f, 0]));
  const drip = setInterval(() => dripping.write(Buffer.from([1])), 50);
  try {
    // A drop that comes when the connection is cut is answered by a reset, which `once` would take for a failure.
    const closed = (socket: Socket) => new Promise<unknown>((resolve) => socket.once("close", resolve));
    await Promise.all([closed(silent), closed(dripping)]);
  } finally {
    clearInterval(drip);
    await listener.close(0);
  }
}
