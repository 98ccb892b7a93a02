import { generateKeyPair, type webcrypto, X509Certificate } from "node:crypto";
import type { Random } from "../../../platform/random.ts";
import { loadX509, serialNumber } from "../../../platform/x509.ts";
import { invalidRequest } from "../errors.ts";
import type { DeviceAuthority } from "./device-authority.ts";

export interface MadeCertificate {
  readonly pem: string;
  readonly publicKeyPem?: string;
  readonly privateKeyPem?: string;
}

/** AWS's are valid until the end of 2049. Source: "Create AWS IoT client certificates". */
const validUntil = new Date(Date.UTC(2049, 11, 31, 23, 59, 59));

/** A key (RSA, 2048 bits) and a certificate for it, as AWS IoT makes them. */
export async function makeKeysAndCertificate(
  authority: DeviceAuthority,
  { nowMs, random }: { readonly nowMs: number; readonly random: Random },
): Promise<MadeCertificate> {
  const keys = await new Promise<{ publicKey: string; privateKey: string }>((resolve, reject) => {
    generateInBackground((error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ publicKey, privateKey }),
    );
  });
  const spki = Buffer.from(keys.publicKey.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const publicKey = await globalThis.crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
  const pem = await sign(authority, publicKey, "CN=AWS IoT Certificate", { nowMs, random });
  return { pem, publicKeyPem: keys.publicKey, privateKeyPem: keys.privateKey };
}

/** A certificate for a key that its owner keeps, with the subject that is asked for. */
export async function makeCertificateFromCsr(
  authority: DeviceAuthority,
  csr: string,
  { nowMs, random }: { readonly nowMs: number; readonly random: Random },
): Promise<MadeCertificate> {
  const x509 = await loadX509();
  let request: InstanceType<typeof x509.Pkcs10CertificateRequest>;
  try {
    request = new x509.Pkcs10CertificateRequest(csr);
  } catch {
    throw invalidRequest("CSR data is invalid. CSR is not in a valid PEM format.");
  }
  if (!(await request.verify().catch(() => false)))
    throw invalidRequest("CSR data is invalid. The signature does not verify.");
  const publicKey = await request.publicKey.export();
  return { pem: await sign(authority, publicKey, request.subject, { nowMs, random }) };
}

async function sign(
  { certificate, signingKey }: DeviceAuthority,
  publicKey: webcrypto.CryptoKey,
  subject: string,
  { nowMs, random }: { readonly nowMs: number; readonly random: Random },
): Promise<string> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(new X509Certificate(certificate).raw);
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(random),
    subject,
    issuer: issuer.subjectName,
    notBefore: new Date(nowMs - 2 * 60_000),
    notAfter: validUntil,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    publicKey,
    signingKey,
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  return `${made.toString("pem")}\n`;
}

function generateInBackground(done: (error: Error | null, publicKey: string, privateKey: string) => void): void {
  generateKeyPair(
    "rsa",
    {
      modulusLength: 2_048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    },
    done,
  );
}
