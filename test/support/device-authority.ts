import { loadX509 } from "../../src/platform/x509.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface TestAuthority {
  readonly pem: string;
  /** A certificate for the name, PEM. */
  readonly sign: (name: string) => Promise<string>;
  /** The same with its key. */
  readonly device: (name: string) => Promise<{ readonly cert: string; readonly key: string }>;
}

/** An authority of a user's own that signs devices' certificates. */
export async function makeAuthority(name: string): Promise<TestAuthority> {
  const x509 = await loadX509();
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const device = async (subject: string) => {
    const { publicKey, privateKey } = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const made = await x509.X509CertificateGenerator.create({
      subject: `CN=${subject}`,
      issuer: certificate.subject,
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
    });
    const pkcs8 = Buffer.from(await subtle.exportKey("pkcs8", privateKey)).toString("base64");
    return { cert: made.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
  };
  return { pem: certificate.toString("pem"), device, sign: async (subject) => (await device(subject)).cert };
}
