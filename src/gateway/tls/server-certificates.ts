import { constants, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import type { SecureContext } from "node:tls";
import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { Clock } from "../../platform/clock.ts";
import { loadTls } from "../../platform/node-http.ts";
import type { CertificateAuthority, IssuedCertificate } from "./certificate-authority.ts";

/** What the server shows to who connects by TLS. */
export interface ServerCertificates {
  /** By the name that a client says it wants, which may be any text. */
  contextFor(name: string): Promise<SecureContext>;
  /** For clients that say none, since they want an address. It is the same until it must be renewed. */
  fallback(): Promise<ShownCertificate>;
  /** The same for a name whose clients must show a certificate that somebody of its own has signed; undefined for all other names. */
  contextForClients(name: string): Promise<SecureContext | undefined>;
}

export interface ShownCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/**
 * What a connection is opened with. Clients are told whose certificates are wanted of them: by the name of the certificate that is shown, which signs none, so that no browser finds one to ask
 * its user about. Devices show theirs whatever is named, and who has signed it is judged by whoever asks for it.
 */
export function withIssuer({ certificate, key }: ShownCertificate): { cert: string; key: string; ca: string } {
  return { cert: certificate, key, ca: certificate };
}

export interface CertificateParts {
  readonly authority: () => Promise<CertificateAuthority>;
  /** The user's own. */
  readonly own: ShownCertificate | undefined;
  /** Names that the server answers to, in lower case. */
  readonly isOurName: (name: string) => boolean;
  /** Whether a user's own domain name is served here. */
  readonly servesHost?: (name: string) => Promise<boolean>;
  /** Who vouches for the clients of a user's own domain name (PEM), the same text until it changes; undefined where anybody may come. */
  readonly clientAuthorities?: ((name: string) => Promise<string | undefined>) | undefined;
  /** What it listens on, and `--allow-host` names. */
  readonly named: readonly string[];
  readonly clock: Clock;
}

interface Made {
  readonly shown: IssuedCertificate;
  readonly context: SecureContext;
}

interface OfClients {
  readonly authorities: string;
  readonly shown: ShownCertificate;
  readonly context: SecureContext;
}

/** Names come from strangers. */
const mostNames = 500;
const mostOfClients = 50;
const renewMs = 7 * 24 * 3_600_000;

/**
 * A certificate is made for each name when it is first asked for: a wildcard stands for one label only, and buckets, APIs and function URLs have names of
 * many. The user's own is shown for the names that it is for.
 */
export function createServerCertificates(parts: CertificateParts): ServerCertificates {
  const { authority, own, isOurName, clock } = parts;
  const { createSecureContext } = loadTls();
  const known = new BoundedCache<string, Promise<Made>>(mostNames);
  const ownCertificate = own && new X509Certificate(own.certificate);
  const ownContext = own && createSecureContext(withIssuer(own));
  const make = async (names: readonly string[]): Promise<Made> => {
    const shown = await (await authority()).issue(names);
    return { shown, context: createSecureContext(withIssuer(shown)) };
  };
  const find = async (key: string, names: () => readonly string[]): Promise<Made> => {
    const found = known.get(key) ?? known.set(key, make(names()));
    try {
      const made = await found;
      if (made.shown.expiresMs - clock.machineMs() > renewMs) return made;
    } catch (error) {
      known.delete(key);
      throw error;
    }
    return known.set(key, make(names()));
  };
  // To read a thousand certificates takes a while: once for each text.
  const ofClients = new BoundedCache<string, OfClients>(mostOfClients);
  const contextFor = (names: ShownCertificate, authorities: string): SecureContext =>
    createSecureContext({
      cert: names.certificate,
      key: names.key,
      ca: authorities,
      // Who comes again is looked at again.
      secureOptions: constants.SSL_OP_NO_TICKET,
    });
  const ofMachine = () => find("", () => namesOfMachine(parts.named));
  return {
    fallback: async () => own ?? (await ofMachine()).shown,
    contextFor: async (sent) => {
      const name = sent.toLowerCase().replace(/\.$/, "");
      const isKnown = isName.test(name) && (isOurName(name) || (await parts.servesHost?.(name)));
      if (!isKnown) return ownContext ?? (await ofMachine()).context;
      return ownContext && ownCertificate?.checkHost(name) ? ownContext : (await find(name, () => [name])).context;
    },
    contextForClients: async (name) => {
      const authorities = isName.test(name) ? await parts.clientAuthorities?.(name) : undefined;
      if (authorities === undefined) return undefined;
      const shown = own && ownCertificate?.checkHost(name) ? own : (await find(name, () => [name])).shown;
      const known = ofClients.get(name);
      if (known?.authorities === authorities && known.shown === shown) return known.context;
      const context = contextFor(shown, authorities);
      ofClients.set(name, { authorities, shown, context });
      return context;
    },
  };
}

const isName = /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/;

/** For clients that say no name, since they want an address. */
function namesOfMachine(named: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
  const names = ["localhost", hostname().toLowerCase(), ...named, "127.0.0.1", "::1", ...addresses];
  return [...new Set(names)].filter((name) => isName.test(name) || /^[0-9a-f:]+$/.test(name));
}

/** Throws an error that says which file cannot be read, or that they are not of one another. */
export async function readCertificate(files: {
  readonly certificateFile: string;
  readonly keyFile: string;
}): Promise<ShownCertificate> {
  const certificate = await read("--tls-certificate", files.certificateFile);
  const key = await read("--tls-key", files.keyFile);
  try {
    loadTls().createSecureContext({ cert: certificate, key });
  } catch (error) {
    throw new Error(
      `--tls-certificate and --tls-key cannot be used: ${(error as Error).message}. They are PEM files of one another, the key without a passphrase.`,
    );
  }
  return { certificate, key };
}

async function read(flag: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Error(`${flag} cannot be read: ${(error as Error).message}.`);
  }
}
