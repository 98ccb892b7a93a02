import type { Server as Http1Server, IncomingMessage, ServerResponse } from "node:http";
import type { Http2Server, Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Log } from "../../platform/log.ts";
import { http, loadHttp2 } from "../../platform/node-http.ts";
import { openFilesLimit } from "../../platform/open-files-limit.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { BodyBudget } from "./body-budget.ts";
import { ConnectionTurns } from "./connection-turns.ts";
import { type HttpRequest, toHttpRequest } from "./http-request.ts";
import { writeResponse } from "./http-response.ts";
import { RequestBody } from "./request-body.ts";
import { Slots } from "./slots.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

export interface Listener {
  readonly port: number;
  /** Answers on a connection that came by a function's own network. */
  acceptFunction(socket: Socket): void;
  /** Answers what has been asked, takes nothing new. Connections that are still busy after `graceMs` are cut. */
  close(graceMs: number): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Undefined where nobody passes requests on. */
  readonly proxies?: TrustedProxies | undefined;
  /** Whatever it throws is a fault of ours, of which the client is told no more than that. */
  readonly handle: (request: HttpRequest) => Promise<WireResponse>;
  /** Of all requests' bodies together that are in memory. */
  readonly bodyBudgetBytes?: number;
  readonly mostConnections?: number;
  /** A body may be silent for so long. */
  readonly mostIdleMs?: number;
}

/** Several of the largest body (a package of 50 MB in base64), a few hundred of what a function takes. */
const bodyBudgetBytes = 384 * 1024 * 1024;
/** S3's servers wait about as long. Source: "RequestTimeout", "List of error codes". */
const mostIdleMs = 20_000;
const idleConnectionMs = 65_000;

/** Listens for HTTP/1.1 and HTTP/2 without TLS (h2c, which the SDK's Kinesis client speaks) on one port. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { host, port } = options;
  const reading = new Slots<RequestBody>();
  const budget = new BodyBudget({ limitBytes: options.bodyBudgetBytes ?? bodyBudgetBytes });
  const outside = openDoor(answerWith(options, { reading, budget, isOfFunction: false }));
  // Of functions' own networks: by whichever of the two a request comes, the request says.
  const functions = openDoor(answerWith(options, { reading, budget, isOfFunction: true }));
  const { http1 } = outside;
  http1.maxConnections = options.mostConnections ?? mostConnections();
  const idleMs = options.mostIdleMs ?? mostIdleMs;
  const watch = setInterval(() => {
    for (const body of reading) body.watch(performance.now(), idleMs);
  }, idleMs / 10);
  watch.unref();
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
      clearInterval(watch);
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

/** Takes HTTP/1.1 and HTTP/2 on whatever connections it is given. */
function openDoor(serve: Serve): Door {
  // A large upload takes as long as it takes, as long as it comes; only the head must come in time.
  const http1 = http.createServer(
    {
      keepAliveTimeout: idleConnectionMs,
      requestTimeout: 0,
      headersTimeout: headTimeoutMs,
      connectionsCheckingInterval: 5_000,
      noDelay: true,
    },
    serve,
  );
  // The client is told to send its body when somebody reads it, and not at all if it is refused before.
  http1.on("checkContinue", (message: IncomingMessage, response: ServerResponse) => serve(message, response, true));
  // AWS lets pass what a client expects and is no "100-continue"; Node would refuse it.
  http1.on("checkExpectation", serve);
  const sessions = new Set<ServerHttp2Session>();
  let http2: Http2Server | undefined;
  const undecided = acceptBoth(http1, () => {
    http2 ??= openHttp2(serve, sessions);
    return http2;
  });
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

type Serve = (
  message: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
  expectsContinue?: boolean,
) => void;

/** Answers one request, and owns its body until then. Nothing that is thrown on the way leaves it. */
function answerWith(
  { log, handle, proxies }: ListenerOptions,
  {
    reading,
    budget,
    isOfFunction,
  }: { readonly reading: Slots<RequestBody>; readonly budget: BodyBudget; readonly isOfFunction: boolean },
): Serve {
  const turns = new ConnectionTurns();
  // A function's connection comes from nobody who passes on another's.
  const cameBy = { isOfFunction, proxies: isOfFunction ? undefined : proxies };
  return async (message, response, expectsContinue = false) => {
    // What waits is as small as can be: its body is its owner's only from then on, and no error of it comes without a listener before.
    const turn = turns.take(message, response);
    if (turn) await turn;
    const aborted = new AbortController();
    // A client that goes away while it is written to has nobody left to be told of it.
    response.on("error", () => {});
    response.on("close", () => {
      if (!response.writableFinished) aborted.abort();
    });
    const sendContinue = expectsContinue ? () => (response as ServerResponse).writeContinue() : undefined;
    const body = new RequestBody(message, { budget, reading, sendContinue });
    try {
      const answer = await handle(toHttpRequest(message, body, aborted.signal, cameBy));
      body.end();
      await writeResponse(response, answer, body);
      if ("stream" in response && body.isUnread) endStream(response);
    } catch (error) {
      if (!aborted.signal.aborted) log.warn("an answer could not be sent", { error: String(error) });
      breakOff(response);
    } finally {
      body.end();
    }
  };
}

/** HTTP/2's way to say that the rest of a body is not wanted: without it the stream would stay open for a client that does not end it. */
function endStream(response: Http2ServerResponse): void {
  const end = () => response.stream?.close(loadHttp2().constants.NGHTTP2_NO_ERROR);
  if (response.writableFinished) end();
  else response.once("finish", end);
}

/** What has been begun must not look whole; what hasn't gets a status at least, instead of a client that waits. */
function breakOff(to: ServerResponse | Http2ServerResponse): void {
  const response = to as ServerResponse;
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(500, { "Content-Length": "0" });
  response.end();
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

/** Half of the descriptors that this process may have: the other half is for what its answers need. */
function mostConnections(): number {
  const descriptors = openFilesLimit();
  return Math.max(32, Math.min(16_384, Math.floor(descriptors / 2)));
}

/**
 * Looks at each connection's first bytes before node:http does: HTTP/2 begins with a preface that is no HTTP/1.1 request. Gives
 * the connections that have sent nothing yet, which node:http does not know of; a probe that connects and goes is one for a moment.
 */
function acceptBoth(http1: Http1Server, http2: () => Http2Server): ReadonlySet<Socket> {
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
      if (isHttp2(first)) http2().emit("connection", socket);
      else for (const accept of acceptHttp1) accept.call(http1, socket);
    });
  });
  return undecided;
}

/** AWS's own SDKs send a head in one piece. */
const headTimeoutMs = 30_000;
/** At one time, of one HTTP/2 connection; as many as AWS's own endpoints allow. */
const mostStreams = 128;
const preface = "PRI * HTTP/2.0";

function isHttp2(first: Buffer): boolean {
  return first.length >= preface.length && first.toString("latin1", 0, preface.length) === preface;
}
