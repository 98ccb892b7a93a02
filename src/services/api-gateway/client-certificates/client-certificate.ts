import { webcrypto } from "node:crypto";
import type { ClientCertificate } from "@aws-sdk/client-api-gateway";
import { loadX509, serialNumber } from "../../../platform/x509.ts";
import type { ClientCertificateRecord } from "../parts/part.ts";

const yearMs = 365 * 24 * 60 * 60 * 1_000;

/** A key and a certificate that it has signed itself, by which endpoints know who asks them. Source: "Generate and configure an SSL certificate". */
export async function makeCertificate(
  id: string,
  nowMs: number,
  random: { readonly bytes: (length: number) => Buffer },
): Promise<
  Pick<
    ClientCertificateRecord,
    "clientCertificateId" | "createdMs" | "expiresMs" | "pemEncodedCertificate" | "privateKey"
  >
> {
  const { X509CertificateGenerator, PemConverter } = await loadX509();
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2_048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const expiresMs = nowMs + yearMs;
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(random),
      name: "CN=ApiGateway, L=Seattle, ST=Washington, C=US",
      notBefore: new Date(nowMs),
      notAfter: new Date(expiresMs),
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as never,
  );
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    clientCertificateId: id,
    createdMs: nowMs,
    expiresMs,
    pemEncodedCertificate: certificate.toString("pem"),
    privateKey: PemConverter.encode(key, "PRIVATE KEY"),
  };
}

/** As it goes to a client: without its key. */
export function toClientCertificate({
  createdMs,
  expiresMs,
  privateKey: _,
  ...rest
}: ClientCertificateRecord): ClientCertificate {
  return { ...rest, createdDate: new Date(createdMs), expirationDate: new Date(expiresMs) };
}
