import type { AllowedHosts } from "../allowed-hosts.ts";
import { type AuthorityParts, type CertificateAuthority, openCertificateAuthority } from "./certificate-authority.ts";
import {
  type CertificateParts,
  createServerCertificates,
  type ServerCertificates,
  type ShownCertificate,
} from "./server-certificates.ts";

/** What is made when somebody first speaks TLS, or asks whom to trust. */
export interface Tls {
  readonly certificates: ServerCertificates;
  authority(): Promise<CertificateAuthority>;
}

export interface TlsParts extends AuthorityParts {
  readonly own: ShownCertificate | undefined;
  readonly hosts: Pick<AllowedHosts, "isOurName">;
  readonly servesHost?: (name: string) => Promise<boolean>;
  readonly clientAuthorities?: CertificateParts["clientAuthorities"];
  /** What the server listens on. */
  readonly host: string;
  /** What `--allow-host` names: what is below has certificates, too. */
  readonly allowed: readonly string[];
}

export function openTls(parts: TlsParts): Tls {
  const { own, hosts, host, allowed, clock, servesHost, clientAuthorities } = parts;
  let opening: Promise<CertificateAuthority> | undefined;
  const authority = (): Promise<CertificateAuthority> => {
    // The next who asks tries again.
    opening ??= openCertificateAuthority(parts).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const isOurName = (name: string) => hosts.isOurName(name) || allowed.some((each) => name.endsWith(`.${each}`));
  return {
    authority,
    certificates: createServerCertificates({
      authority,
      own,
      isOurName,
      servesHost,
      clientAuthorities,
      named: [host, ...allowed],
      clock,
    }),
  };
}
