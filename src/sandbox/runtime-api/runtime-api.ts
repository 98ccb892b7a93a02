import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { http } from "../../platform/node-http.ts";
import type { Random } from "../../platform/random.ts";
import type { Extensions } from "../extensions/extensions.ts";
import { nextEvent } from "../extensions/next-event.ts";
import { register } from "../extensions/register.ts";
import { extensionExitError, extensionInitError } from "../extensions/report-error.ts";
import type { CredentialsSource } from "../sandbox.ts";
import { subscribeToLogs, subscribeToTelemetry } from "../telemetry/subscribe.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { forbidden, notFound } from "./answer.ts";
import { answerCredentials, credentialsPath } from "./credentials.ts";
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
 * The HTTP API by which a runtime takes events and answers them, and by which extensions do. Source: "Using the Lambda runtime API for custom
 * runtimes".
 *
 * An environment with a network of its own calls at AWS's address there (`accept`). Where all share the host's network, each has a
 * loopback address of its own, so that any number share one port and no path or token tells them apart: official clients know neither. Each could call every address
 * then, so who calls is asked of the kernel, once for each connection (`isOurs`): a connection that another program has made is closed unheard.
 */
export class RuntimeApi {
  readonly #random: Random;
  readonly #http: HttpServer;
  readonly #sessions = new WeakMap<Socket, ApiSession>();
  readonly #endpoints = new Set<Endpoint>();
  #closed = false;

  constructor(random: Random) {
    this.#random = random;
    this.#http = http.createServer((request, response) => {
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

  /** Serves a connection that came from an environment's own network: whose it is is known. */
  accept(socket: Socket, session: ApiSession): void {
    this.#sessions.set(socket, session);
    this.#http.emit("connection", socket);
  }

  /** Listens for one environment. */
  open(session: () => ApiSession, isOurs: (connection: Connection) => Promise<boolean>): Promise<Endpoint> {
    return this.#open(async (connection) => ((await isOurs(connection)) ? session() : undefined));
  }

  /**
   * The address that all environments share whose function brings no extensions in a layer: if a part of its own process registers as
   * one, the kernel is asked whose connection it is. Until then there is nothing to pay.
   */
  openShared(find: (connection: Connection) => Promise<ApiSession | undefined>): Promise<Endpoint> {
    return this.#open(find, Number.MAX_SAFE_INTEGER);
  }

  /** All addresses, also those of environments whose end nobody has told of. */
  close(): void {
    this.#closed = true;
    for (const endpoint of this.#endpoints) endpoint.close();
  }

  async #open(
    find: (connection: Connection) => Promise<ApiSession | undefined>,
    maxConnections = mostConnections,
  ): Promise<Endpoint> {
    const sockets = new Set<Socket>();
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      socket.on("error", () => socket.destroy());
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      void find(toConnection(socket))
        .then((session) => {
          if (!session) return void socket.destroy();
          this.accept(socket, session);
          socket.resume();
        })
        // Whose it is could not be found out: so it is nobody's.
        .catch(() => socket.destroy());
    });
    server.maxConnections = maxConnections;
    const endpoint: Endpoint = {
      address: await this.#listen(server),
      close: () => {
        this.#endpoints.delete(endpoint);
        server.close();
        for (const socket of sockets) socket.destroy();
      },
    };
    this.#endpoints.add(endpoint);
    if (this.#closed) endpoint.close();
    return endpoint;
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

/** What one environment's connections speak to. */
export interface ApiSession {
  /** Undefined where the runtime takes its events by frames: then only its extensions speak HTTP. */
  readonly runtime: RuntimeSession | undefined;
  readonly extensions: Extensions | undefined;
  readonly telemetry: Telemetry | undefined;
  readonly credentials?: CredentialsSource;
}

type Route = (request: IncomingMessage, response: ServerResponse, requestId: string) => void | Promise<void>;

const runtimeRoutes: readonly (readonly [
  method: string,
  path: RegExp,
  handler: (session: RuntimeSession, ...rest: Parameters<Route>) => void | Promise<void>,
])[] = [
  ["GET", /^\/2018-06-01\/runtime\/invocation\/next$/, nextInvocation],
  ["POST", /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/response$/, invocationResponse],
  ["POST", /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/error$/, invocationError],
  ["POST", /^\/2018-06-01\/runtime\/init\/error$/, initError],
];

const extensionRoutes: readonly (readonly [
  method: string,
  path: RegExp,
  handler: (extensions: Extensions, request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
])[] = [
  ["POST", /^\/2020-01-01\/extension\/register$/, register],
  ["GET", /^\/2020-01-01\/extension\/event\/next$/, nextEvent],
  ["POST", /^\/2020-01-01\/extension\/init\/error$/, extensionInitError],
  ["POST", /^\/2020-01-01\/extension\/exit\/error$/, extensionExitError],
];

const telemetryRoutes = [
  ["PUT", /^\/2022-07-01\/telemetry\/?$/, subscribeToTelemetry],
  ["PUT", /^\/2020-08-15\/logs\/?$/, subscribeToLogs],
] as const;

function route(session: ApiSession, request: IncomingMessage, response: ServerResponse): void {
  const found = find(session, request.method ?? "", (request.url ?? "").split("?", 1)[0] ?? "");
  if (!found) {
    request.resume();
    notFound(response);
    return;
  }
  request.on("error", endOf(request));
  response.on("error", endOf(request));
  // A request that breaks off has nobody left to be answered. Asynchronous, so that whatever is thrown ends here and not the server.
  void (async () => found(request, response, ""))().catch(endOf(request));
}

function endOf({ socket }: IncomingMessage): () => void {
  return () => socket.destroy();
}

function find(session: ApiSession, method: string, path: string): Route | undefined {
  const { runtime, extensions, telemetry, credentials } = session;
  if (credentials && method === "GET" && path === credentialsPath) {
    return (request, response) => answerCredentials(credentials, request, response);
  }
  if (runtime) {
    for (const [wanted, pattern, handler] of runtimeRoutes) {
      const match = method === wanted ? pattern.exec(path) : null;
      if (match) return (request, response) => handler(runtime, request, response, match[1] ?? "");
    }
  }
  if (!extensions) return undefined;
  for (const [wanted, pattern, handler] of extensionRoutes) {
    if (method === wanted && pattern.test(path)) {
      return (request, response) => handler(extensions, request, response);
    }
  }
  if (!telemetry) return undefined;
  for (const [wanted, pattern, handler] of telemetryRoutes) {
    if (method === wanted && pattern.test(path)) {
      return (request, response) => handler(extensions, telemetry, request, response);
    }
  }
  return undefined;
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
