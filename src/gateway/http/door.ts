import type { Server as Http1Server, IncomingMessage, ServerResponse } from "node:http";
import type { Http2Server, Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import { http, loadHttp2 } from "../../platform/node-http.ts";
import { openTlsDoor, type TlsDoor, type TlsOptions } from "../tls/tls-door.ts";
import { asksForWebSocket } from "./web-sockets.ts";

/** Asks for another protocol on its connection: what has come behind the request is `head`. */
export type ServeUpgrade = (message: IncomingMessage, socket: Socket, head: Buffer) => void;

export type Serve = (
  message: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  expectsContinue?: boolean,
) => void;

export interface Door {
  readonly http1: Http1Server;
  /** Ends the connections that have nothing to answer. */
  closeIdle(): void;
  cut(): void;
}

/** Takes HTTP/1.1 and HTTP/2, with and without TLS, on whatever connections it is given. */
export function openDoor(serve: Serve, serveUpgrade: ServeUpgrade, tlsOptions: TlsOptions | undefined): Door {
  // A large upload takes as long as it takes, as long as it comes; only the head must come in time.
  const http1 = http.createServer(
    {
      keepAliveTimeout: idleConnectionMs,
      requestTimeout: 0,
      headersTimeout: headTimeoutMs,
      connectionsCheckingInterval: 5_000,
      noDelay: true,
      // Java's client offers to speak HTTP/2 with each request: what is not for a WebSocket is a request like any other.
      shouldUpgradeCallback: asksForWebSocket,
    },
    serve,
  );
  http1.on("upgrade", serveUpgrade);
  // The client is told to send its body when somebody reads it, and not at all if it is refused before.
  http1.on("checkContinue", (message: IncomingMessage, response: ServerResponse) => serve(message, response, true));
  // AWS lets pass what a client expects and is no "100-continue"; Node would refuse it.
  http1.on("checkExpectation", serve);
  const sessions = new Set<ServerHttp2Session>();
  let http2: Http2Server | undefined;
  const acceptHttp1 = takeConnections(http1);
  const acceptHttp2 = (socket: Socket) => {
    http2 ??= openHttp2(serve, sessions);
    http2.emit("connection", socket);
  };
  let tls: TlsDoor | undefined;
  const acceptTls = (options: TlsOptions, socket: Socket) => {
    tls ??= openTlsDoor(options, (secured, wantsHttp2) => (wantsHttp2 ? acceptHttp2 : acceptHttp1)(secured));
    void tls.accept(socket);
  };
  const undecided = tellApart(http1, (socket, first) => {
    if (tlsOptions && first[0] === handshake) acceptTls(tlsOptions, socket);
    else if (isHttp2(first)) acceptHttp2(socket);
    else acceptHttp1(socket);
  });
  return {
    http1,
    closeIdle: () => {
      http1.closeIdleConnections();
      for (const socket of undecided) socket.destroy();
      tls?.endHandshakes();
      for (const session of sessions) session.close();
    },
    cut: () => {
      http1.closeAllConnections();
      for (const session of sessions) session.destroy();
    },
  };
}

/** One that has asked for nothing for a while; Node would keep it for ever. */
function openHttp2(serve: Serve, sessions: Set<ServerHttp2Session>): Http2Server {
  const http2 = loadHttp2().createServer({ settings: { maxConcurrentStreams: mostStreams } }, serve);
  http2.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    closeWhenIdle(session);
  });
  return http2;
}

function closeWhenIdle(session: ServerHttp2Session): void {
  let streams = 0;
  session.on("stream", (stream) => {
    streams += 1;
    stream.once("close", () => {
      streams -= 1;
    });
  });
  session.setTimeout(idleConnectionMs, () => {
    if (streams === 0) session.close();
  });
}

/** What node:http does with a connection, which it is to do no more by itself. */
function takeConnections(http1: Http1Server): (socket: Socket) => void {
  const accept = http1.listeners("connection") as ((this: Http1Server, socket: Socket) => void)[];
  http1.removeAllListeners("connection");
  return (socket) => {
    for (const each of accept) each.call(http1, socket);
  };
}

/**
 * Looks at each connection's first bytes before node:http does: HTTP/2 begins with a preface that is no HTTP/1.1 request, TLS with a byte that is none.
 * Gives the connections that have sent nothing yet, which node:http does not know of; a probe that connects and goes is one for a moment.
 */
function tellApart(http1: Http1Server, accept: (socket: Socket, first: Buffer) => void): ReadonlySet<Socket> {
  const undecided = new Set<Socket>();
  http1.on("connection", (socket: Socket) => {
    undecided.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => undecided.delete(socket));
    socket.setTimeout(headTimeoutMs, () => socket.destroy());
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (!first) return void socket.destroy();
      undecided.delete(socket);
      socket.removeAllListeners("timeout").setTimeout(0);
      socket.unshift(first);
      accept(socket, first);
    });
  });
  return undecided;
}

/** AWS's own SDKs send a head in one piece. */
const headTimeoutMs = 30_000;
/** At one time, of one HTTP/2 connection; as many as AWS's own endpoints allow. */
const mostStreams = 128;
/** The type of a TLS record that begins a connection. Source: RFC 8446, 5.1. */
const handshake = 0x16;
const idleConnectionMs = 65_000;
const preface = "PRI * HTTP/2.0";

function isHttp2(first: Buffer): boolean {
  return first.length >= preface.length && first.toString("latin1", 0, preface.length) === preface;
}
