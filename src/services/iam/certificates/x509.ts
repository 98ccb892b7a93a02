import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { Pace } from "../../../platform/pace.ts";
import { keyDoesNotMatch, malformedCertificate } from "../errors.ts";

/** The certificate of a PEM text. Throws MalformedCertificate. */
export function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw malformedCertificate(pem);
  }
}

/** Throws unless the private key is the certificate's. */
export function checkKeyPair(certificate: X509Certificate, privateKey: string): void {
  let key: KeyObject;
  try {
    key = createPrivateKey(privateKey);
  } catch {
    throw malformedCertificate("of the private key");
  }
  if (!certificate.checkPrivateKey(key)) throw keyDoesNotMatch();
}

/** A chain is PEM blocks one after another, each of which must be a certificate. */
export async function checkChain(chain: string): Promise<void> {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw malformedCertificate(chain);
  // Two megabytes of them take a tenth of a second.
  const pace = new Pace();
  for (const block of blocks) {
    readCertificate(block);
    if (pace.isOver) await pace.rest();
  }
}
