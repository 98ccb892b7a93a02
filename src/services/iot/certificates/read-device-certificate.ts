import { createHash, X509Certificate } from "node:crypto";
import { certificateValidation } from "../errors.ts";

export interface ReadDeviceCertificate {
  readonly x509: X509Certificate;
  /** SHA-256 of its bytes, in small letters: what it is called by. */
  readonly id: string;
  /** As it is kept: one certificate, without what stands around it. */
  readonly pem: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** Throws for what is no certificate. */
export function readDeviceCertificate(pem: string): ReadDeviceCertificate {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(pem);
  } catch {
    throw certificateValidation("Invalid certificate: the PEM could not be read.");
  }
  return {
    x509,
    id: createHash("sha256").update(x509.raw).digest("hex"),
    pem: x509.toString(),
    notBeforeMs: Date.parse(x509.validFrom),
    notAfterMs: Date.parse(x509.validTo),
  };
}
