import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import type { Destination } from "./subscription.ts";

/** Hands a batch of events, JSON texts, to an extension. */
export interface Delivery {
  /** False if it was not taken. */
  send(batch: readonly string[]): Promise<boolean>;
  close(): void;
}

/** An extension that takes longer to acknowledge has not. */
const mostMs = 5_000;

/** `host` is where the environment's programs listen. */
export function createDelivery(destination: Destination, host: string): Delivery {
  return destination.protocol === "HTTP" ? overHttp(destination, host) : overTcp(destination.port, host);
}

/** One request for each batch, an array. */
function overHttp(
  { method, port, path, hostHeader }: Extract<Destination, { protocol: "HTTP" }>,
  host: string,
): Delivery {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (batch) =>
      new Promise((resolve) => {
        const body = `[${batch.join(",")}]`;
        const headers = {
          Host: hostHeader,
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
        };
        const sent = request({ host, port, path, method, agent, headers, timeout: mostMs }, (response) => {
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
function overTcp(port: number, host: string): Delivery {
  let socket: Socket | undefined;
  const open = () =>
    new Promise<Socket | undefined>((resolve) => {
      const opened = connect({ host, port }, () => resolve(opened));
      opened.unref();
      opened.on("error", () => resolve(undefined));
      opened.once("close", () => {
        if (socket === opened) socket = undefined;
      });
      opened.resume();
    });
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
