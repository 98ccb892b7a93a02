import type { Http2SecureServer, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Log } from "../../platform/log.ts";
import type { NodeAddress } from "../../platform/node-address.ts";
import { loadHttp2 } from "../../platform/node-http.ts";
import { UnusableStorageError } from "../../storage/unusable-storage-error.ts";
import { peerLimits } from "./peer-limits.ts";
import { serverTls } from "./peer-tls.ts";

/** What another node has posted; `path` begins with a slash. */
export interface PeerRequest {
  readonly path: string;
  /** The id of the node it is meant for: an address may have passed on to another. */
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

export interface PeerResponse {
  readonly status: number;
  readonly body?: string;
}

export interface PeerServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens for other nodes. Nobody else gets past the handshake. */
export async function listenForPeers(
  address: NodeAddress,
  {
    secret,
    log,
    answer,
  }: {
    readonly secret: Buffer;
    readonly log: Log;
    readonly answer: (request: PeerRequest) => Promise<PeerResponse>;
  },
): Promise<PeerServer> {
  const server = loadHttp2().createSecureServer({
    ...serverTls(secret),
    handshakeTimeout: peerLimits.handshakeMs,
    maxSessionMemory: 64,
    settings: { maxConcurrentStreams: peerLimits.streams },
  });
  const sessions = new Set<ServerHttp2Session>();
  server.maxConnections = peerLimits.connections;
  server.on("session", (session) => {
    sessions.add(session);
    session.setTimeout(peerLimits.idleMs, () => session.close());
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  server.on("tlsClientError", (error) =>
    log.debug("a stranger at the node's address was refused", { error: error.message }),
  );
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    void respond(stream, headers, answer, log);
  });
  await listen(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}

function listen(server: Http2SecureServer, { host, port }: NodeAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new UnusableStorageError(
          `--node-address ${host}:${port} cannot be listened at (${error.code ?? error.message}): give an address of this machine and a port that is free.`,
        ),
      ),
    );
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      server.on("error", () => {});
      resolve();
    });
  });
}

async function respond(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  answer: (request: PeerRequest) => Promise<PeerResponse>,
  log: Log,
): Promise<void> {
  try {
    const body = await readBody(stream);
    if (body === undefined) return;
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    const path = text(headers[":path"]);
    const { status, body: sent } = await answer({
      path,
      to: text(headers["squall-to"]),
      from: text(headers["squall-from"]),
      body,
    });
    if (stream.destroyed) return;
    stream.respond({ ":status": status });
    stream.end(sent);
  } catch (error) {
    log.error("a message of another node could not be answered", {
      error: error instanceof Error ? error.stack : String(error),
    });
    if (!stream.destroyed) stream.close();
  }
}

/** Undefined for one that is too long: its stream is closed then. */
async function readBody(stream: ServerHttp2Stream): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > peerLimits.messageBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
