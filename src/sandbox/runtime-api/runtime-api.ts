import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import type { Random } from "../../platform/random.ts";
import { forbidden, notFound, readPath } from "./answer.ts";
import { initError } from "./init-error.ts";
import { invocationError } from "./invocation-error.ts";
import { invocationResponse } from "./invocation-response.ts";
import { nextInvocation } from "./next-invocation.ts";
import type { RuntimeSession } from "./runtime-session.ts";

/** A connection as the kernel names it: `127.64.3.9:41234`. */
export interface Connection {
  readonly from: string;
  readonly to: string;
}

export interface Endpoint {
  /** What AWS_LAMBDA_RUNTIME_API is to be: an address and a port. */
  readonly address: string;
  close(): void;
}

/** AWS's own. Where another program has it, the kernel chooses one. */
const usualPort = 9001;
const addressAttempts = 8;
/** At one time, of one environment. */
const mostConnections = 128;

/**
 * The HTTP API by which a runtime takes events and answers them. Each environment has a loopback address of its own, so that any number
 * share one port and no path or token tells them apart: official clients know neither. Source: "Using the Lambda runtime API for custom
 * runtimes".
 *
 * All environments share the host's network, so each could call every address. Who calls is therefore asked of the kernel, once for
 * each connection (`isOurs`): a connection that another program has made is closed unheard.
 */
export class RuntimeApi {
  readonly #random: Random;
  readonly #http: HttpServer;
  readonly #sessions = new WeakMap<Socket, RuntimeSession>();

  constructor(random: Random) {
    this.#random = random;
    this.#http = createHttpServer((request, response) => {
      const session = this.#sessions.get(request.socket);
      if (!session) return forbidden(response);
      route(session, request, response);
    });
    // A runtime may wait for its next event, or write a response, for as long as its function lives.
    this.#http.requestTimeout = 0;
    this.#http.headersTimeout = 0;
    this.#http.keepAliveTimeout = 0;
    this.#http.on("clientError", (_error, socket) => socket.destroy());
  }

  /** Listens for one environment. */
  async open(session: RuntimeSession, isOurs: (connection: Connection) => Promise<boolean>): Promise<Endpoint> {
    const sockets = new Set<Socket>();
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      socket.on("error", () => socket.destroy());
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      void isOurs(toConnection(socket)).then((ours) => {
        if (!ours) return socket.destroy();
        this.#sessions.set(socket, session);
        this.#http.emit("connection", socket);
        socket.resume();
      });
    });
    server.maxConnections = mostConnections;
    return {
      address: await this.#listen(server),
      close: () => {
        server.close();
        for (const socket of sockets) socket.destroy();
      },
    };
  }

  async #listen(server: Server): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const host = this.#newAddress();
      try {
        return `${host}:${await listen(server, host, attempt <= addressAttempts ? usualPort : 0)}`;
      } catch (error) {
        if (attempt > addressAttempts) throw error;
      }
    }
  }

  /** One of four million. Two servers that choose the same one find the port taken. */
  #newAddress(): string {
    const part = (least: number, count: number) => least + Math.floor(this.#random.fraction() * count);
    return `127.${part(64, 64)}.${part(0, 256)}.${part(1, 254)}`;
  }
}

type Handler = (
  session: RuntimeSession,
  request: IncomingMessage,
  response: Parameters<typeof notFound>[0],
  requestId: string,
) => void | Promise<void>;

const routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ["GET", /^\/runtime\/invocation\/next$/, nextInvocation],
  ["POST", /^\/runtime\/invocation\/([^/]+)\/response$/, invocationResponse],
  ["POST", /^\/runtime\/invocation\/([^/]+)\/error$/, invocationError],
  ["POST", /^\/runtime\/init\/error$/, initError],
];

function route(session: RuntimeSession, request: IncomingMessage, response: Parameters<typeof notFound>[0]): void {
  const path = readPath(request.url ?? "");
  for (const [method, pattern, handler] of routes) {
    const match = request.method === method && path !== undefined ? pattern.exec(path) : null;
    if (!match) continue;
    // A request that breaks off has nobody left to be answered.
    void Promise.resolve(handler(session, request, response, match[1] ?? "")).catch(() => request.socket.destroy());
    return;
  }
  request.resume();
  notFound(response);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true, backlog: mostConnections }, () => {
      server.removeListener("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function toConnection(socket: Socket): Connection {
  return {
    from: `${socket.remoteAddress}:${socket.remotePort}`,
    to: `${socket.localAddress}:${socket.localPort}`,
  };
}
