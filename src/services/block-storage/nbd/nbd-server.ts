import { chmod } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../../../platform/clock.ts";
import { serveConnection } from "./connection.ts";
import type { Disk } from "./disk.ts";
import type { Export } from "./handshake.ts";

/** Clients of a volume at a time: one that copies opens four, a virtual machine one or a few. */
const mostConnections = 16;

/** How long a client may take to agree with the server: one that connects and says nothing keeps no place of the sixteen. */
export const mostHandshakeMs = 20_000;

export type ListenAt = { readonly port: number } | { readonly socket: string };

export interface NbdServer {
  /** `nbd://127.0.0.1:10809/vol-…`, `nbd+unix:///vol-…?socket=PATH` */
  readonly url: string;
  /** Ends all connections; what they were told of is done. */
  close(): Promise<void>;
}

/** Serves one export by NBD, on the loopback address or a socket that this user alone may use. Rejects where it cannot listen. */
export async function listenNbd(
  at: ListenAt,
  exported: Export,
  disk: Disk,
  clock: Pick<Clock, "afterMachine">,
): Promise<NbdServer> {
  const sockets = new Set<Socket>();
  const serving = new Set<Promise<void>>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (sockets.size >= mostConnections) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    // What goes wrong with a connection is its end.
    socket.on("error", () => socket.destroy());
    const late = clock.afterMachine(mostHandshakeMs, () => socket.destroy());
    const served = serveConnection(socket, exported, disk, () => late.cancel())
      .catch(() => undefined)
      .finally(() => {
        late.cancel();
        socket.end();
        socket.destroySoon();
        sockets.delete(socket);
        serving.delete(served);
      });
    serving.add(served);
  });
  await listen(server, at);
  if ("socket" in at) await chmod(at.socket, 0o600);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url:
      "socket" in at
        ? `nbd+unix:///${exported.name}?socket=${encodeURI(at.socket)}`
        : `nbd://127.0.0.1:${port}/${exported.name}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.allSettled(serving);
      await closed;
    },
  };
}

function listen(server: Server, at: ListenAt): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const listening = () => {
      server.off("error", reject);
      resolve();
    };
    if ("socket" in at) server.listen(at.socket, listening);
    else server.listen(at.port, "127.0.0.1", listening);
  });
}
