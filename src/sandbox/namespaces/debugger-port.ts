import { createServer, type Socket } from "node:net";
import type { EnvironmentNetwork } from "./environment-network.ts";

/** The variable by which a runtime is told where to open its debugger. */
const portVariable = "_SQUALL_INSPECT";

/**
 * Where a debugger in a function's own network listens, an editor on the host finds it: at the same port of loopback. Gives what ends that.
 * A port that is taken is told in the function's log.
 */
export function openDebuggerPort(
  network: EnvironmentNetwork,
  environment: Readonly<Record<string, string>>,
  say: (text: Buffer) => void,
): () => void {
  const port = Number(environment[portVariable]);
  if (!Number.isInteger(port)) return () => {};
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (outer) => {
    const keep = (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.once("close", () => sockets.delete(socket));
    };
    keep(outer);
    void network.connect(port).then((inner) => {
      if (!inner) return void outer.resetAndDestroy();
      keep(inner);
      outer.pipe(inner).pipe(outer);
      outer.once("close", () => inner.destroy());
      inner.once("close", () => outer.destroy());
    });
  });
  server.once("error", () =>
    say(
      Buffer.from(
        `The debugger cannot listen on 127.0.0.1:${port}: end what does, or choose another with --inspect PORT.\n`,
      ),
    ),
  );
  server.listen(port, "127.0.0.1");
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}
