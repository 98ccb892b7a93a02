/**
 * Nodes speak TLS 1.3 with a key that they share (RFC 8446, 2.2): who does not have it gets no further than the handshake, and nobody reads
 * along. There are no certificates to be renewed.
 */
const identity = "squall-node";

const version = {
  minVersion: "TLSv1.3",
  ciphers: "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:PSK",
} as const;

export function serverTls(secret: Buffer) {
  return {
    ...version,
    ALPNProtocols: ["h2"],
    // An unknown name gets a key that nobody has: it is refused as a wrong key is.
    pskCallback: (_socket: unknown, name: string) => (name === identity ? secret : null),
  };
}

export function clientTls(secret: Buffer) {
  return {
    ...version,
    pskCallback: () => ({ identity, psk: secret }),
    // Whoever has the key is one of us: there is no certificate with a name.
    checkServerIdentity: () => undefined,
  };
}
