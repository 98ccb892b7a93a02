import type { Socket } from "node:net";
import type { SecureContext, TLSSocket, Server as TlsServer } from "node:tls";
import type { Log } from "../../platform/log.ts";
import { loadTls } from "../../platform/node-http.ts";
import type { ServerCertificates, ShownCertificate } from "./server-certificates.ts";

export interface TlsOptions {
  /** Loaded for the first who speaks TLS. */
  readonly certificates: () => Promise<ServerCertificates>;
  readonly log: Log;
  /** Whoever has not ended its handshake by then is cut. */
  readonly mostHandshakeMs?: number;
}

/** Takes connections that begin with a TLS handshake. */
export interface TlsDoor {
  /** Never rejects. */
  accept(socket: Socket): Promise<void>;
  /** Of those who have not ended theirs. */
  endHandshakes(): void;
}

/** A handshake is a few kilobytes each way. */
const mostHandshakeMs = 10_000;
const protocols = ["h2", "http/1.1"];

/** `onSecure` gets each connection whose handshake has succeeded, and whether its client wants HTTP/2. */
export function openTlsDoor(
  { certificates, log, mostHandshakeMs: handshakeTimeout = mostHandshakeMs }: TlsOptions,
  onSecure: (socket: TLSSocket, wantsHttp2: boolean) => void,
): TlsDoor {
  const findContext = async (name: string, done: (error: Error | null, context?: SecureContext) => void) => {
    try {
      done(null, await (await certificates()).contextFor(name));
    } catch (error) {
      log.error("no certificate could be made", { error: (error as Error).message });
      done(error as Error);
    }
  };
  // By the ends of the connection, which is what it has in common with what is made of it.
  const handshaking = new Map<string, Socket>();
  const server: TlsServer = loadTls().createServer(
    {
      ALPNProtocols: protocols,
      handshakeTimeout,
      minVersion: "TLSv1.2",
      SNICallback: (name, done) => void findContext(name, done),
    },
    (socket) => {
      handshaking.delete(endsOf(socket));
      onSecure(socket, socket.alpnProtocol === "h2");
    },
  );
  let told = false;
  server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
    // Node tells of a handshake that took too long, and keeps its connection.
    socket.destroy();
    if (told || !distrust.has(error.code ?? "")) return;
    told = true;
    log.warn("a client does not trust this server's certificate: `squall ca --help` says how to make it");
  });
  let shown: ShownCertificate | undefined;
  return {
    accept: async (socket) => {
      try {
        const fallback = await (await certificates()).fallback();
        if (fallback !== shown) server.setSecureContext({ cert: fallback.certificate, key: fallback.key });
        shown = fallback;
      } catch (error) {
        log.error("no certificate could be made", { error: (error as Error).message });
        socket.destroy();
        return;
      }
      const ends = endsOf(socket);
      handshaking.set(ends, socket);
      socket.once("close", () => handshaking.delete(ends));
      server.emit("connection", socket);
    },
    endHandshakes: () => {
      for (const socket of handshaking.values()) socket.destroy();
    },
  };
}

function endsOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}

/** What OpenSSL calls the alerts by which clients refuse a certificate. */
const distrust: ReadonlySet<string> = new Set([
  "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
  "ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN",
  "ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN",
  "ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE",
  "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
]);
