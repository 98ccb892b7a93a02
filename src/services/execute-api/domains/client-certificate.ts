import { X509Certificate } from "node:crypto";
import type { SurfaceRequest } from "../../surface.ts";
import type { DomainRecord } from "./domain.ts";

/** A client's certificate as functions and access logs are told of it. Source: "Propagating a certificate to Lambda". */
export interface ClientCertificate {
  readonly clientCertPem: string;
  readonly subjectDN: string;
  readonly issuerDN: string;
  readonly serialNumber: string;
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
}

/** Undefined for a client that has shown none, since it need not. */
export function toClientCertificate({ clientCertificate }: Pick<SurfaceRequest, "clientCertificate">) {
  const der = clientCertificate();
  return der && readCertificate(der);
}

/** Whether a domain with mutual TLS was asked by another way than it lets clients in by: without TLS, or on the connection of another name. */
export function isUnproven({ mutualTls }: DomainRecord, { clientCertificate }: SurfaceRequest): boolean {
  return mutualTls !== undefined && clientCertificate() === undefined;
}

function readCertificate(der: Buffer): ClientCertificate {
  const certificate = new X509Certificate(der);
  return {
    clientCertPem: certificate.toString(),
    subjectDN: toName(certificate.subject),
    issuerDN: toName(certificate.issuer),
    serialNumber: toBytes(certificate.serialNumber.toLowerCase()),
    validity: { notBefore: certificate.validFrom, notAfter: certificate.validTo },
  };
}

/** `a:bc` of `abc`: two digits a byte from the last on. */
function toBytes(hex: string): string {
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = whole.match(/../g)?.join(":") ?? "";
  return whole === hex ? bytes : bytes.slice(1);
}

/** The most specific part first, as RFC 4514 writes them. */
function toName(lines: string): string {
  return lines.split("\n").reverse().join(",");
}

/** What access logs name `identity.clientCert.…`. */
export function clientCertificateFacts(certificate: ClientCertificate | undefined): Record<string, string> {
  if (!certificate) return {};
  const { validity, ...rest } = certificate;
  const facts = { ...rest, "validity.notBefore": validity.notBefore, "validity.notAfter": validity.notAfter };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`identity.clientCert.${name}`, value]));
}
