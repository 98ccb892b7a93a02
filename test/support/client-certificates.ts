import { webcrypto } from "node:crypto";
import { loadX509 } from "../../src/platform/x509.ts";

const signingAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** An authority for a test's clients, which signs certificates for them. */
export interface ClientAuthority {
  /** PEM. */
  readonly certificate: string;
  issue(name: string): Promise<{ readonly cert: string; readonly key: string }>;
}

export async function makeClientAuthority(name: string): Promise<ClientAuthority> {
  const x509 = await loadX509();
  const { subtle } = webcrypto;
  const newKeys = () => subtle.generateKey(signingAlgorithm, true, ["sign", "verify"]);
  const keys = await newKeys();
  const validity = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 86_400_000) };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: [{ O: ["Test"] }, { CN: [name] }],
    ...validity,
    signingAlgorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  let serial = 0xa1b0;
  return {
    certificate: authority.toString("pem"),
    issue: async (client) => {
      const ofClient = await newKeys();
      const made = await x509.X509CertificateGenerator.create({
        serialNumber: (serial++).toString(16),
        subject: [{ O: ["Shop"] }, { CN: [client] }],
        issuer: authority.subjectName,
        ...validity,
        signingAlgorithm,
        publicKey: ofClient.publicKey,
        signingKey: keys.privateKey,
        extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
      });
      const pkcs8 = Buffer.from(await subtle.exportKey("pkcs8", ofClient.privateKey)).toString("base64");
      return { cert: made.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
    },
  };
}
