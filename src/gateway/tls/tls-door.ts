import { constants } from "node:crypto";
import type { Socket } from "node:net";
import type { SecureContext, TLSSocket, Server as TlsServer, TlsOptions as TlsServerOptions } from "node:tls";
import type { Log } from "../../platform/log.ts";
import { loadTls } from "../../platform/node-http.ts";
import { type ClientHello, mostHelloBytes, readClientHello } from "./client-hello.ts";
import { type ServerCertificates, type ShownCertificate, withIssuer } from "./server-certificates.ts";

export interface TlsOptions {
  /** Loaded for the first who speaks TLS. */
  readonly certificates: () => Promise<ServerCertificates>;
  readonly log: Log;
  /** Whoever has not ended its handshake by then is cut. */
  readonly mostHandshakeMs?: number;
  /** Who speaks something else than HTTP. */
  readonly devices?: DeviceProtocols | undefined;
}

/**
 * What devices speak on the port of HTTP. A client that names one of these protocols is theirs, and one that names no protocol at all may be. Whoever connects is asked for a
 * certificate, and may have none: devices speak HTTP, too. Browsers would ask their users for one of those that the named issuers have signed, so the only issuer that is named is
 * one that signs nobody (`withIssuer`).
 */
export interface DeviceProtocols {
  readonly protocols: readonly string[];
  /** Whether a client that has named no protocol begins to speak one of these. */
  readonly beginsWith: (byte: number) => boolean;
  readonly accept: (socket: TLSSocket) => void;
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
/** Devices say the last one, for HTTP with a certificate. Source: "Device communication protocols". */
const protocols = ["h2", "http/1.1", "x-amzn-http-ca"];

/** `onSecure` gets each connection of HTTP whose handshake has succeeded, and whether its client wants HTTP/2. */
export function openTlsDoor(
  { certificates, log, mostHandshakeMs: handshakeTimeout = mostHandshakeMs, devices }: TlsOptions,
  onSecure: (socket: TLSSocket, wantsHttp2: boolean) => void,
): TlsDoor {
  const findContext = async (
    name: string,
    done: (error: Error | null, context?: SecureContext) => void,
    isOfClients = false,
  ) => {
    try {
      const shown = await certificates();
      const ofClients = isOfClients ? await shown.contextForClients(name.toLowerCase()) : undefined;
      // What nobody is let in to any more is refused by what is answered.
      done(null, ofClients ?? (await shown.contextFor(name)));
    } catch (error) {
      log.error("no certificate could be made", { error: (error as Error).message });
      done(error as Error);
    }
  };
  // By the ends of the connection, which is what it has in common with what is made of it.
  const handshaking = new Map<string, Socket>();
  let told = false;
  const open = (options: TlsServerOptions, onSecured: (socket: TLSSocket) => void): OpenServer => {
    const server: TlsServer = loadTls().createServer(
      {
        handshakeTimeout,
        minVersion: "TLSv1.2",
        SNICallback: (name, done) => void findContext(name, done),
        ...options,
      },
      (socket) => {
        handshaking.delete(endsOf(socket));
        onSecured(socket);
      },
    );
    server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
      // Node tells of a handshake that took too long, and keeps its connection.
      socket.destroy();
      if (told || !distrust.has(error.code ?? "")) return;
      told = true;
      log.warn("a client does not trust this server's certificate: `squall ca --help` says how to make it");
    });
    return { server, shown: undefined };
  };
  let forHttp: OpenServer | undefined;
  let forClients: OpenServer | undefined;
  let forDevices: OpenServer | undefined;
  const openForHttp = () =>
    open({ ALPNProtocols: protocols, requestCert: true, rejectUnauthorized: false }, (socket) =>
      onSecure(socket, socket.alpnProtocol === "h2"),
    );
  // Who shows no certificate, or one that nobody of the name's own has signed, does not come in.
  const openForClients = () =>
    open(
      {
        ALPNProtocols: protocols,
        requestCert: true,
        rejectUnauthorized: true,
        SNICallback: (name, done) => void findContext(name, done, true),
      },
      (socket) => {
        (socket as VerifiedSocket).verifiedFor = nameOf(socket);
        onSecure(socket, socket.alpnProtocol === "h2");
      },
    );
  const openForDevices = ({ protocols: spoken, accept, beginsWith }: DeviceProtocols) =>
    // Whether a certificate is one of this server's is for who knows devices to say: no authority need have signed it.
    open({ ALPNProtocols: [...spoken], requestCert: true, rejectUnauthorized: false }, (socket) => {
      if (socket.alpnProtocol) return accept(socket);
      firstByte(socket, handshakeTimeout, (byte) => (beginsWith(byte) ? accept(socket) : onSecure(socket, false)));
    });
  return {
    accept: async (socket) => {
      const ends = endsOf(socket);
      handshaking.set(ends, socket);
      socket.once("close", () => handshaking.delete(ends));
      const hello = await clientHello(socket, handshakeTimeout);
      const offered = devices && hello?.protocols;
      const isDevice = offered && (offered.length === 0 || devices.protocols.some((each) => offered.includes(each)));
      let to: OpenServer;
      try {
        if (hello?.serverName && (await (await certificates()).contextForClients(hello.serverName)))
          to = forClients ??= openForClients();
        else if (isDevice) to = forDevices ??= openForDevices(devices);
        else to = forHttp ??= openForHttp();
        const fallback = await (await certificates()).fallback();
        // A server's tickets are those of the context it begins with: what a name's own says of them comes too late.
        const secureOptions = to === forClients ? { secureOptions: constants.SSL_OP_NO_TICKET } : {};
        if (fallback !== to.shown) to.server.setSecureContext({ ...withIssuer(fallback), ...secureOptions });
        to.shown = fallback;
      } catch (error) {
        log.error("no certificate could be made", { error: (error as Error).message });
        socket.destroy();
        return;
      }
      to.server.emit("connection", socket);
    },
    endHandshakes: () => {
      for (const socket of handshaking.values()) socket.destroy();
    },
  };
}

/** A connection whose client has shown a certificate that somebody of this name's own has signed. */
export interface VerifiedSocket extends TLSSocket {
  verifiedFor?: string;
}

function nameOf(socket: TLSSocket): string {
  const { servername } = socket as { servername?: string | false };
  return (servername || "").toLowerCase();
}

interface OpenServer {
  readonly server: TlsServer;
  shown: ShownCertificate | undefined;
}

/** What the client says before its handshake, put back for who makes it. Undefined if it says nothing that is one. */
async function clientHello(socket: Socket, mostMs: number): Promise<ClientHello | undefined> {
  let bytes: Buffer = socket.read() ?? Buffer.alloc(0);
  let hello = readClientHello(bytes);
  const cut = setTimeout(() => socket.destroy(), mostMs);
  while (hello === "incomplete" && !socket.destroyed && bytes.length < mostHelloBytes) {
    await new Promise<void>((resolve) => {
      const go = () => {
        socket.off("readable", go).off("close", go);
        resolve();
      };
      socket.on("readable", go).on("close", go);
    });
    const more: Buffer | null = socket.read();
    if (!more && socket.readableEnded) break;
    if (more) bytes = Buffer.concat([bytes, more]);
    hello = readClientHello(bytes);
  }
  clearTimeout(cut);
  if (bytes.length > 0 && !socket.destroyed) socket.unshift(bytes);
  return hello === "incomplete" ? undefined : hello;
}

/** Looks at the first byte that a client sends, and leaves it there. */
function firstByte(socket: TLSSocket, mostMs: number, then: (byte: number) => void): void {
  socket.on("error", () => socket.destroy());
  socket.setTimeout(mostMs, () => socket.destroy());
  socket.once("readable", () => {
    const first: Buffer | null = socket.read();
    socket.removeAllListeners("timeout").setTimeout(0);
    if (!first) return void socket.destroy();
    socket.unshift(first);
    then(first[0] as number);
  });
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
