import { createPrivateKey, generateKeyPairSync, type KeyObject, type webcrypto, X509Certificate } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import { loadX509, serialNumber } from "../../platform/x509.ts";
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
  const nowMs = clock.machineMs();
  const kept = await readKept(cacheDir, nowMs);
  const pem = kept?.isValid
    ? kept.pem
    : await keep(cacheDir, await makeAuthority(nowMs, random), { random, former: kept });
  return toAuthority((await secret("certificate-authority", Buffer.from(pem))).toString("utf8"), parts);
}

interface Kept {
  readonly pem: string;
  /** Whether its time is long enough for what it is to sign. */
  readonly isValid: boolean;
}

/** Undefined where there is none. Throws for what is no certificate with its key, before anybody else is given it. */
async function readKept(cacheDir: string, nowMs: number): Promise<Kept | undefined> {
  const path = join(cacheDir, fileName);
  try {
    const pem = await readFile(path, "utf8");
    const certificate = new X509Certificate(pem);
    if (!certificate.checkPrivateKey(createPrivateKey(pem))) throw new Error("its key is another's");
    return { pem, isValid: Date.parse(certificate.validTo) > nowMs + certificateDays * dayMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      throw new Error(`${path} cannot be used: ${(error as Error).message}`);
    return undefined;
  }
}

/** What is kept from now on: of servers that make one at the same time, the first one's. The file appears whole or not at all. */
async function keep(
  cacheDir: string,
  made: string,
  { random, former }: { readonly random: Random; readonly former: Kept | undefined },
): Promise<string> {
  const path = join(cacheDir, fileName);
  const written = `${path}.${random.uuid()}`;
  await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  await writeFile(written, made, { mode: 0o600 });
  try {
    if (former) await rename(written, path);
    else await link(written, path);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await readFile(path, "utf8");
  } finally {
    await rm(written, { force: true });
  }
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

function toGeneralName(name: string): { type: "ip" | "dns"; value: string } {
  return { type: /^[\d.]+$|:/.test(name) ? "ip" : "dns", value: name };
}
