import { connect, type Socket } from "node:net";

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds, one a request. */
  readonly latenciesMs: readonly number[];
}

/**
 * Sends one HTTP/1.1 request again and again over `clients` connections, each waiting for its answer. Speaks just enough HTTP to
 * leave the processors to the server: the answers must have a Content-Length.
 */
export async function load(options: {
  port: number;
  /** The same each time, or what gives the next one: undefined if there is none. */
  request: Buffer | (() => Buffer | undefined);
  clients: number;
  durationMs: number;
  expectStatus?: number;
}): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const endMs = startedMs + options.durationMs;
  await Promise.all(Array.from({ length: options.clients }, () => client({ ...options, endMs, latenciesMs })));
  return { perSecond: (latenciesMs.length / (performance.now() - startedMs)) * 1000, latenciesMs };
}

/** The bytes of a request with a body. */
export function requestBytes(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer | string,
): Buffer {
  const content = Buffer.from(body);
  const lines = Object.entries({ host: "localhost", ...headers, "content-length": String(content.length) });
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`),
    content,
  ]);
}

interface Client {
  readonly port: number;
  readonly request: Buffer | (() => Buffer | undefined);
  readonly endMs: number;
  readonly latenciesMs: number[];
  readonly expectStatus?: number;
}

function client({ port, request, endMs, latenciesMs, expectStatus = 200 }: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let sentMs = 0;
    let missing = 0;
    const send = () => {
      const next = typeof request === "function" ? request() : request;
      if (next === undefined) return void socket.end(() => resolve());
      sentMs = performance.now();
      socket.write(next);
    };
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      if (missing === 0) {
        const head = chunk.toString("latin1", 0, Math.min(chunk.length, 2_048));
        const bodyAt = head.indexOf("\r\n\r\n") + 4;
        if (!head.startsWith(`HTTP/1.1 ${expectStatus}`))
          return reject(new Error(`unexpected answer: ${chunk.toString("utf8").slice(0, 400)}`));
        missing = bodyAt + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      }
      missing -= chunk.length;
      if (missing > 0) return;
      missing = 0;
      const nowMs = performance.now();
      latenciesMs.push(nowMs - sentMs);
      if (nowMs < endMs) send();
      else socket.end(() => resolve());
    });
  });
}
