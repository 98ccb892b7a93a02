import { X509Certificate } from "node:crypto";
import type { Certificate } from "./certificate.ts";

/** What policies may ask of a certificate. Source: "X.509 certificate AWS IoT Core policy variables". */
export function certificateKeys({ pem }: Pick<Certificate, "pem">): Record<string, readonly string[]> {
  const certificate = new X509Certificate(pem);
  const keys: Record<string, readonly string[]> = {
    "iot:certificate.serialnumber": [BigInt(`0x${certificate.serialNumber}`).toString()],
  };
  for (const [side, text] of [
    ["subject", certificate.subject],
    ["issuer", certificate.issuer],
  ] as const) {
    for (const line of (text ?? "").split("\n")) {
      const equals = line.indexOf("=");
      const name = attributes[line.slice(0, equals)];
      if (name === undefined) continue;
      const key = `iot:certificate.${side}.${name}`;
      const value = line.slice(equals + 1);
      const before = keys[key] ?? [];
      keys[key] = before.length === 0 ? [value] : before;
      keys[`${key}.${before.length}`] = [value];
    }
  }
  return keys;
}

const attributes: Readonly<Record<string, string>> = {
  C: "country",
  O: "organization",
  OU: "organizationalunit",
  dnQualifier: "distinguishednamequalifier",
  ST: "state",
  CN: "commonname",
  serialNumber: "serialnumber",
  L: "locality",
  title: "title",
  SN: "surname",
  GN: "givenname",
  initials: "initials",
  pseudonym: "pseudonym",
  generationQualifier: "generationqualifier",
};
