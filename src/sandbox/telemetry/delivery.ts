import { connect, type Socket } from "node:net";
import { http } from "../../platform/node-http.ts";
import type { Destination } from "./subscription.ts";

/** Hands a batch of events, JSON texts, to an extension. */
export interface Delivery {
  /** False if it was not taken. */
  send(batch: readonly string[]): Promise<boolean>;
  close(): void;
}

/** An extension that takes longer to acknowledge has not. */
const mostMs = 5_000;

/** A connection to a port at which one of the environment's programs listens. Undefined if none does. */
export type Connect = (port: number) => Promise<Socket | undefined>;

/** Where programs listen at an address of this machine's. */
export function connectAt(host: string): Connect {
  return (port) =>
    new Promise((resolve) => {
      const socket = connect({ host, port }, () => resolve(socket));
      socket.on("error", () => resolve(undefined));
    });
}

export function createDelivery(destination: Destination, connect: Connect): Delivery {
  return destination.protocol === "HTTP" ? overHttp(destination, connect) : overTcp(destination.port, connect);
}

/** One request for each batch, an array. */
function overHttp(
  { method, port, path, hostHeader }: Extract<Destination, { protocol: "HTTP" }>,
  connect: Connect,
): Delivery {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = (_options, callback) => {
    void connect(port).then((socket) => {
      if (socket) callback?.(null, socket);
      else callback?.(new Error("nobody listens"), undefined as never);
    });
    return undefined;
  };
  return {
    send: (batch) =>
      new Promise((resolve) => {
        const body = `[${batch.join(",")}]`;
        const headers = {
          Host: hostHeader,
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
        };
        const sent = http.request({ port, path, method, agent, headers, timeout: mostMs }, (response) => {
          response.resume();
          response.once("close", () => resolve((response.statusCode ?? 500) < 300));
        });
        sent.once("timeout", () => sent.destroy());
        sent.on("error", () => resolve(false));
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** One connection, a line for each event. */
function overTcp(port: number, connect: Connect): Delivery {
  let socket: Socket | undefined;
  const open = async () => {
    const opened = await connect(port);
    opened?.unref();
    opened?.on("error", () => opened.destroy());
    opened?.once("close", () => {
      if (socket === opened) socket = undefined;
    });
    return opened?.resume();
  };
  return {
    send: async (batch) => {
      socket ??= await open();
      const current = socket;
      if (!current) return false;
      return new Promise((resolve) => {
        current.setTimeout(mostMs, () => current.destroy());
        // Of a connection that breaks while it waits, too.
        const onClose = () => resolve(false);
        current.once("close", onClose);
        current.write(batch.map((item) => `${item}\n`).join(""), (error) => {
          current.setTimeout(0);
          current.removeAllListeners("timeout");
          current.removeListener("close", onClose);
          resolve(!error);
        });
      });
    },
    close: () => socket?.destroy(),
  };
}
