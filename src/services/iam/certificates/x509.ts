import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
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
export function checkChain(chain: string): void {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw malformedCertificate(chain);
  for (const block of blocks) readCertificate(block);
}
