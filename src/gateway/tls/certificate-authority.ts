import { createPrivateKey, generateKeyPairSync, type KeyObject, type webcrypto, X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { SharedSecret } from "../root-credentials.ts";

/** Signs the certificates that this server shows. Whoever trusts it trusts all of them. */
export interface CertificateAuthority {
  /** PEM. */
  readonly certificate: string;
  /** For these names and addresses, the first of which is the subject. */
  issue(names: readonly string[]): Promise<IssuedCertificate>;
}

export interface IssuedCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly expiresMs: number;
}

export interface AuthorityParts {
  /** All servers of a user have the same, so that it need be trusted once. */
  readonly cacheDir: string;
  readonly secret: SharedSecret;
  readonly clock: Clock;
  readonly random: Random;
}

const fileName = "certificate-authority.pem";
const dayMs = 24 * 3_600_000;
const authorityDays = 3_650;
/** Clients of Apple's take none that is valid for longer than 825 days, whoever has signed it. */
const certificateDays = 90;
/** For clients whose clock is behind. */
const backdatedMs = dayMs;

/**
 * The authority, made by the first server that needs one and kept in the cache directory, readable by its owner alone. Several servers on one
 * database have the same: the first one's.
 */
export async function openCertificateAuthority(parts: AuthorityParts): Promise<CertificateAuthority> {
  const { cacheDir, secret, clock, random } = parts;
  const path = join(cacheDir, fileName);
  const kept = await readKept(path, clock.machineMs());
  const made = kept ?? (await makeAuthority(clock.machineMs(), random));
  const pem = (await secret("certificate-authority", Buffer.from(made))).toString("utf8");
  if (kept === undefined && pem === made) await keep(cacheDir, path, made);
  return toAuthority(pem, parts);
}

/** Undefined where there is none, or its time is over. */
async function readKept(path: string, nowMs: number): Promise<string | undefined> {
  try {
    const pem = await readFile(path, "utf8");
    return Date.parse(new X509Certificate(pem).validTo) > nowMs + certificateDays * dayMs ? pem : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new Error(`${path} cannot be used: ${(error as Error).message}`);
    return undefined;
  }
}

async function keep(cacheDir: string, path: string, pem: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  await writeFile(path, pem, { mode: 0o600 });
}

async function makeAuthority(nowMs: number, random: Random): Promise<string> {
  const x509 = await loadX509();
  const keys = makeKeys();
  const { publicKey, privateKey } = await forSigning(keys);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ O: ["Squall"] }, { CN: [`Squall of ${userInfo().username} at ${hostname()}`] }],
    notBefore: new Date(nowMs - backdatedMs),
    notAfter: new Date(nowMs + authorityDays * dayMs),
    signingAlgorithm,
    keys: { publicKey, privateKey },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return `${certificate.toString("pem")}\n${toPem(keys.privateKey)}`;
}

async function toAuthority(pem: string, { clock, random }: AuthorityParts): Promise<CertificateAuthority> {
  const x509 = await loadX509();
  const own = new x509.X509Certificate(new X509Certificate(pem).raw);
  const { privateKey: signingKey } = await forSigning({ privateKey: createPrivateKey(pem) });
  // One key for all names: to make another for each would be work that strangers could ask for.
  const keys = makeKeys();
  const { publicKey } = await forSigning(keys);
  const key = toPem(keys.privateKey);
  const certificate = `${own.toString("pem")}\n`;
  return {
    certificate,
    issue: async (names) => {
      const nowMs = clock.machineMs();
      const expiresMs = nowMs + certificateDays * dayMs;
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(random),
        // A common name has at most 64 characters; who checks names looks at the others.
        subject: [{ CN: [names.find((name) => name.length <= 64) ?? "Squall"] }],
        issuer: own.subjectName,
        notBefore: new Date(nowMs - backdatedMs),
        notAfter: new Date(expiresMs),
        signingAlgorithm,
        publicKey,
        signingKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(names.map(toGeneralName)),
          await x509.AuthorityKeyIdentifierExtension.create(own.publicKey),
        ],
      });
      return { certificate: `${issued.toString("pem")}\n${certificate}`, key, expiresMs };
    },
  };
}

const signingAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Loaded by the first who speaks TLS: it takes 60 ms. It stands on a polyfill of its own. */
async function loadX509(): Promise<typeof import("@peculiar/x509")> {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

function makeKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

async function forSigning({ privateKey, publicKey }: { privateKey: KeyObject; publicKey?: KeyObject }) {
  const { subtle } = globalThis.crypto;
  const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" });
  const spki = publicKey?.export({ format: "der", type: "spki" });
  const importedPrivate = await subtle.importKey("pkcs8", pkcs8, signingAlgorithm, false, ["sign"]);
  const importedPublic = spki && (await subtle.importKey("spki", spki, signingAlgorithm, true, ["verify"]));
  return { privateKey: importedPrivate, publicKey: importedPublic as webcrypto.CryptoKey };
}

function toPem(key: KeyObject): string {
  return String(key.export({ format: "pem", type: "pkcs8" }));
}

/** Sixteen random bytes, as a positive number. Source: RFC 5280, 4.1.2.2. */
function serialNumber(random: Random): string {
  const bytes = random.bytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

function toGeneralName(name: string): { type: "ip" | "dns"; value: string } {
  return { type: /^[\d.]+$|:/.test(name) ? "ip" : "dns", value: name };
}
