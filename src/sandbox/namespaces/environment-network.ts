import { createServer, type Server, type Socket } from "node:net";

/** Which network functions have: their own, with or without a way outside, or the host's. */
export type FunctionNetwork = "outside" | "squall" | "host";

/** What an environment's own network is asked for. */
export interface NetworkSettings {
  readonly kind: FunctionNetwork;
  /** [address, port] of what Squall listens to in it: its endpoint first, then the Runtime API. */
  readonly listeners: readonly (readonly [string, number])[];
}

/** AWS's own. */
export const runtimeApiAddress = "127.0.0.1:9001";

/** At one time, of one environment. */
const mostConnections = { endpoint: 1_024, runtimeApi: 128 } as const;

/** In every network: Squall's endpoint, at the address that functions are told and at loopback, and the Runtime API. */
export function toNetworkSettings(kind: FunctionNetwork, endpoint: string): NetworkSettings {
  const { hostname, port } = new URL(endpoint === "" ? "http://127.0.0.1:4566" : endpoint);
  const host = hostname.replace(/^\[|\]$/g, "");
  const hosts = [...new Set(["127.0.0.1", ...(/^[\d.]+$|:/.test(host) ? [host] : [])])];
  return { kind, listeners: [...hosts.map((each) => [each, Number(port || 80)] as const), ["127.0.0.1", 9001]] };
}

/** A listener or a connection in an environment's network, as `node:net` has it inside. */
export interface NetworkHandle {
  close(): void;
}

export interface NetworkParts {
  /** In the order of the settings. */
  readonly listeners: readonly NetworkHandle[];
  /** What to do with a connection to Squall's endpoint. */
  readonly accept: (socket: Socket) => void;
  /** Undefined if nobody listens at that port of the environment's. */
  readonly connect: (port: number) => Promise<Socket | undefined>;
}

/**
 * The network of one environment as Squall sees it. Its listeners are in that network alone, so who comes by them is that environment: nobody
 * need be asked, and nobody can pretend.
 */
export class EnvironmentNetwork {
  readonly connect: (port: number) => Promise<Socket | undefined>;
  readonly #servers: readonly Server[];
  readonly #sockets = new Set<Socket>();
  #serve: ((socket: Socket) => void) | undefined;

  constructor({ listeners, accept, connect }: NetworkParts) {
    this.connect = connect;
    const isApi = (index: number) => index === listeners.length - 1;
    this.#servers = listeners.map((handle, index) =>
      isApi(index)
        ? this.#open(handle, mostConnections.runtimeApi, (socket) => this.#acceptApi(socket))
        : this.#open(handle, mostConnections.endpoint, accept),
    );
  }

  /** Who answers at the Runtime API's address. Before there is a function nobody does. */
  serveApi(serve: (socket: Socket) => void): void {
    this.#serve = serve;
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #acceptApi(socket: Socket): void {
    if (this.#serve) this.#serve(socket);
    else socket.destroy();
  }

  #open(handle: NetworkHandle, most: number, accept: (socket: Socket) => void): Server {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      socket.on("error", () => socket.destroy());
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      accept(socket);
    });
    server.maxConnections = most;
    server.on("error", () => undefined);
    return server.listen(handle);
  }
}
