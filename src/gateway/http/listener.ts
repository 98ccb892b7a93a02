import {
  createServer as createHttp1,
  type Server as Http1Server,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import {
  createServer as createHttp2,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Log } from "../../platform/log.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { type HttpRequest, toHttpRequest } from "./http-request.ts";
import { writeResponse } from "./http-response.ts";

export interface Listener {
  readonly port: number;
  /** Answers on a connection that came by a function's own network. */
  acceptFunction(socket: Socket): void;
  /** Answers what has been asked, takes nothing new. Connections that are still busy after `graceMs` are cut. */
  close(graceMs: number): Promise<void>;
}

/** `handle` never rejects. */
export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly handle: (request: HttpRequest) => Promise<WireResponse>;
}

/** Listens for HTTP/1.1 and HTTP/2 without TLS (h2c, which the SDK's Kinesis client speaks) on one port. */
export async function listen({ host, port, log, handle }: ListenerOptions): Promise<Listener> {
  const outside = openDoor(log, (message, signal) => handle(toHttpRequest(message, signal)));
  // Of functions' own networks: by whichever of the two a request comes, the request says.
  const functions = openDoor(log, (message, signal) => handle(toHttpRequest(message, signal, true)));
  const { http1 } = outside;
  await new Promise<void>((resolve, reject) => {
    http1.once("error", reject);
    http1.listen(port, host, resolve);
  });
  let isClosed = false;
  return {
    port: (http1.address() as AddressInfo).port,
    acceptFunction: (socket) => {
      if (isClosed) socket.destroy();
      else functions.http1.emit("connection", socket);
    },
    close: async (graceMs) => {
      isClosed = true;
      const closed = new Promise<void>((resolve) => http1.close(() => resolve()));
      for (const door of [outside, functions]) door.closeIdle();
      const cut = setTimeout(() => outside.cut(), graceMs);
      await closed;
      clearTimeout(cut);
      functions.cut();
    },
  };
}

interface Door {
  readonly http1: Http1Server;
  /** Ends the connections that have nothing to answer. */
  closeIdle(): void;
  cut(): void;
}

/** Answers HTTP/1.1 and HTTP/2 on whatever connections it is given. */
function openDoor(
  log: Log,
  answer: (message: IncomingMessage | Http2ServerRequest, signal: AbortSignal) => Promise<WireResponse>,
): Door {
  const serve = (message: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => {
    const aborted = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) aborted.abort();
    });
    void answer(message, aborted.signal)
      .then((answered) => writeResponse(response, answered))
      .catch((error: Error) => {
        if (!aborted.signal.aborted) log.warn("an answer could not be sent", { error: error.message });
        // Nothing of it has gone: a client is told that much. Behind a head that has gone, only the end of the connection says it.
        if (response.headersSent) response.destroy();
        else return writeResponse(response, { status: 500, headers: {}, body: undefined });
      })
      .catch(() => response.destroy());
  };
  // A large upload takes as long as it takes; only the head must come in time.
  const http1 = createHttp1(
    { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: headTimeoutMs, noDelay: true },
    serve,
  );
  // AWS lets pass what a client expects and is no "100-continue"; Node would refuse it.
  http1.on("checkExpectation", serve);
  const http2 = createHttp2(serve);
  const sessions = new Set<ServerHttp2Session>();
  http2.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  const undecided = acceptBoth(http1, http2);
  return {
    http1,
    closeIdle: () => {
      http1.closeIdleConnections();
      for (const socket of undecided) socket.destroy();
      for (const session of sessions) session.close();
    },
    cut: () => {
      http1.closeAllConnections();
      for (const session of sessions) session.destroy();
    },
  };
}

/**
 * Looks at each connection's first bytes before node:http does: HTTP/2 begins with a preface that is no HTTP/1.1 request. Gives
 * the connections that have sent nothing yet, which node:http does not know of; a probe that connects and goes is one for a moment.
 */
function acceptBoth(http1: Http1Server, http2: Http2Server): ReadonlySet<Socket> {
  const acceptHttp1 = http1.listeners("connection") as ((this: Http1Server, socket: Socket) => void)[];
  const undecided = new Set<Socket>();
  http1.removeAllListeners("connection");
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
      if (isHttp2(first)) http2.emit("connection", socket);
      else for (const accept of acceptHttp1) accept.call(http1, socket);
    });
  });
  return undecided;
}

const headTimeoutMs = 60_000;
const preface = "PRI * HTTP/2.0";

function isHttp2(first: Buffer): boolean {
  return first.length >= preface.length && first.toString("latin1", 0, preface.length) === preface;
}
