/** What a client says of itself before anything is encrypted. Source: RFC 8446, 4.1.2. */
export interface ClientHello {
  /** ALPN's, in its order; empty for a client that says none. */
  readonly protocols: readonly string[];
  /** The host's name that it wants (SNI); empty for a client that says none. */
  readonly serverName: string;
}

/** A record has at most so many bytes, and a hello that needs two is none of a client's. Source: RFC 8446, 5.1. */
export const mostHelloBytes = 5 + 16_384;

/** `incomplete` while more of it is to come; undefined for what is none. Whatever the bytes are, it looks at each once. */
export function readClientHello(bytes: Buffer): ClientHello | "incomplete" | undefined {
  if (bytes.length < 5) return "incomplete";
  if (bytes[0] !== handshakeRecord) return undefined;
  const end = 5 + bytes.readUInt16BE(3);
  if (end > mostHelloBytes) return undefined;
  if (bytes.length < end) return "incomplete";
  const reader = new Reader(bytes.subarray(5, end));
  if (reader.number(1) !== clientHello) return undefined;
  // Its length, the version and the client's random bytes.
  reader.skip(3 + 2 + 32);
  reader.skip(reader.number(1));
  reader.skip(reader.number(2));
  reader.skip(reader.number(1));
  reader.skip(2);
  let protocols: readonly string[] = [];
  let serverName = "";
  while (reader.hasMore) {
    const type = reader.number(2);
    const extension = reader.take(reader.number(2));
    if (type === alpn) protocols = readProtocols(extension);
    else if (type === sni) serverName = readServerName(extension);
  }
  return { protocols, serverName };
}

/** A list, of which only a host's name has ever been defined. Source: RFC 6066, 3. */
function readServerName(extension: Buffer): string {
  const reader = new Reader(extension);
  reader.skip(2 + 1);
  return reader.take(reader.number(2)).toString("latin1").toLowerCase();
}

function readProtocols(extension: Buffer): string[] {
  const reader = new Reader(extension);
  reader.skip(2);
  const protocols: string[] = [];
  while (reader.hasMore) protocols.push(reader.take(reader.number(1)).toString("latin1"));
  return protocols;
}

const handshakeRecord = 0x16;
const clientHello = 1;
const sni = 0;
const alpn = 16;

/** Beyond the end there is nothing: a length that says more is cut, and numbers are 0. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  number(length: 1 | 2): number {
    const at = this.#at;
    this.#at += length;
    return this.#at > this.#bytes.length ? 0 : this.#bytes.readUIntBE(at, length);
  }

  skip(length: number): void {
    this.#at += length;
  }

  take(length: number): Buffer {
    const at = this.#at;
    this.#at += length;
    return this.#bytes.subarray(at, at + length);
  }
}
