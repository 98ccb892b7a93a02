import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Log } from "../../platform/log.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { type HttpRequest, toHttpRequest } from "./http-request.ts";
import { writeResponse } from "./http-response.ts";

export interface Listener {
  readonly port: number;
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
  const serve = (message: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => {
    const aborted = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) aborted.abort();
    });
    void handle(toHttpRequest(message, aborted.signal))
      .then((answer) => writeResponse(response, answer))
      .catch((error: Error) => {
        if (!aborted.signal.aborted) log.warn("an answer could not be sent", { error: error.message });
        response.destroy();
      });
  };
  // A large upload takes as long as it takes; only the head must come in time.
  const http1 = createHttp1({ keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: 60_000 }, serve);
  const http2 = createHttp2(serve);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      (isHttp2(first) ? http2 : http1).emit("connection", socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async (graceMs) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      http1.closeIdleConnections();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      // An idle keep-alive connection that node:http does not know as its own listener's must be ended here.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      await closed;
      clearTimeout(cut);
      http1.close();
    },
  };
}

const preface = "PRI * HTTP/2.0";

function isHttp2(first: Buffer): boolean {
  return first.length >= preface.length && first.toString("latin1", 0, preface.length) === preface;
}
