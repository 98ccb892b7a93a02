import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Log } from "../../platform/log.ts";
import { http, loadHttp2 } from "../../platform/node-http.ts";
import { openFilesLimit } from "../../platform/open-files-limit.ts";
import type { WireResponse } from "../../wire/wire.ts";
import type { TlsOptions } from "../tls/tls-door.ts";
import { BodyBudget } from "./body-budget.ts";
import { ConnectionTurns } from "./connection-turns.ts";
import { openDoor, type Serve, type ServeUpgrade } from "./door.ts";
import { type HttpRequest, toHttpRequest } from "./http-request.ts";
import { writeResponse } from "./http-response.ts";
import { RequestBody } from "./request-body.ts";
import { Slots } from "./slots.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";
import { refuseHandshake, type Upgrading, WebSockets } from "./web-sockets.ts";

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
  /** Without it nobody is answered by TLS. */
  readonly tls?: TlsOptions;
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

/** Listens for HTTP/1.1 and HTTP/2, without TLS (h2c, which the SDK's Kinesis client speaks) and with it, on one port. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { host, port } = options;
  const reading = new Slots<RequestBody>();
  const budget = new BodyBudget({ limitBytes: options.bodyBudgetBytes ?? bodyBudgetBytes });
  const webSockets = new WebSockets();
  const open = (isOfFunction: boolean) => {
    const { serve, upgrade } = answerWith(options, { reading, budget, webSockets, isOfFunction });
    return openDoor(serve, upgrade, options.tls);
  };
  const outside = open(false);
  // Of functions' own networks: by whichever of the two a request comes, the request says.
  const functions = open(true);
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
      webSockets.close();
      const cut = setTimeout(() => {
        outside.cut();
        webSockets.cut();
      }, graceMs);
      await closed;
      clearTimeout(cut);
      functions.cut();
      webSockets.cut();
    },
  };
}

/** Answers one request, and owns its body until then. Nothing that is thrown on the way leaves it. */
function answerWith(
  { log, handle, proxies }: ListenerOptions,
  {
    reading,
    budget,
    webSockets,
    isOfFunction,
  }: {
    readonly reading: Slots<RequestBody>;
    readonly budget: BodyBudget;
    readonly webSockets: WebSockets;
    readonly isOfFunction: boolean;
  },
): { readonly serve: Serve; readonly upgrade: ServeUpgrade } {
  const turns = new ConnectionTurns();
  // A function's connection comes from nobody who passes on another's.
  const cameBy = { isOfFunction, proxies: isOfFunction ? undefined : proxies };
  const serve = async (
    message: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
    expectsContinue = false,
    upgrading?: Upgrading,
  ) => {
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
      const wants = upgrading ? { ...cameBy, wantsWebSocket: true } : cameBy;
      const answer = await handle(toHttpRequest(message, body, aborted.signal, wants));
      body.end();
      if (answer.webSocket) {
        if (!upgrading) throw new Error("an answer with a WebSocket to who wants none");
        return await webSockets.accept(upgrading, answer.webSocket);
      }
      await writeResponse(response, answer, body);
      if ("stream" in response && body.isUnread) endStream(response);
    } catch (error) {
      if (!aborted.signal.aborted) log.warn("an answer could not be sent", { error: String(error) });
      breakOff(response);
    } finally {
      body.end();
    }
  };
  // Node gives the connection away with such a request; what is answered by HTTP is the last on it.
  const upgrade = (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (turns.isBusy(socket)) return void socket.destroy();
    const response = new http.ServerResponse(message);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on("finish", () => socket.end());
    const refused = refuseHandshake(message);
    if (refused)
      return void writeResponse(
        response,
        refused,
        new RequestBody(message, { budget, reading, sendContinue: undefined }),
      );
    void serve(message, response, false, { message, socket, head, response });
  };
  return { serve, upgrade };
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

/** What is left of the descriptors that this process may have, when what its answers need has been held back: half of few, some thousands of many. */
export function mostConnections(): number {
  const descriptors = openFilesLimit();
  const heldBack = Math.min(Math.floor(descriptors / 2), 5_000);
  return Math.max(32, Math.min(16_384, descriptors - heldBack));
}
