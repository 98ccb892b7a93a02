import { hash } from "node:crypto";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import { loadX509, serialNumber } from "../../../platform/x509.ts";

/** What messages are signed with, in PEM. */
export interface SigningCertificate {
  /** As its URL names it: 32 hexadecimal digits. */
  readonly id: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const validDays = 3_650;
const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
/** AWS's size. */
const keyOf = { ...algorithm, modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]) };

/** Makes a key and a certificate that it has signed itself: validators take the key out of it, and ask for no more. */
export async function createCertificate({
  clock,
  random,
}: {
  readonly clock: Pick<Clock, "machineMs">;
  readonly random: Pick<Random, "bytes">;
}): Promise<SigningCertificate> {
  const { X509CertificateGenerator } = await loadX509();
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey(keyOf, true, ["sign", "verify"]);
  // By the machine's time, as those who look at it have it.
  const startMs = clock.machineMs() - dayMs;
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ CN: ["sns.amazonaws.com"] }],
    notBefore: new Date(startMs),
    notAfter: new Date(startMs + validDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
  });
  const privateKey = Buffer.from(await subtle.exportKey("pkcs8", keys.privateKey));
  return {
    id: hash("sha256", Buffer.from(made.rawData), "hex").slice(0, 32),
    certificate: `${made.toString("pem")}\n`,
    privateKey: toPem(privateKey),
  };
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}
