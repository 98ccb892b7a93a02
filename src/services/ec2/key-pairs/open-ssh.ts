import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { invalidKey } from "../errors.ts";
import { sha256Of, toColons } from "./fingerprint.ts";
import { readSshTexts, sshText } from "./ssh-bytes.ts";

/** `ssh-rsa AAAA… name` */
export function publicLine(key: KeyObject, name: string): string {
  const jwk = key.export({ format: "jwk" });
  const number = (text = "") => {
    const bytes = Buffer.from(text, "base64url");
    // Without a sign.
    return sshText((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
  };
  const [type, ...parts] =
    jwk.kty === "RSA"
      ? (["ssh-rsa", number(jwk.e), number(jwk.n)] as const)
      : (["ssh-ed25519", sshText(Buffer.from(jwk.x ?? "", "base64url"))] as const);
  return `${type} ${Buffer.concat([sshText(type), ...parts]).toString("base64")} ${name}`;
}

interface ReadKey {
  readonly type: "rsa" | "ed25519";
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** The longest that an RSA key of 16,384 bits can be, with a comment. */
const mostBytes = 8 * 1024;

/**
 * A public key that somebody has made: a line of OpenSSH, or PEM. The fingerprint of an RSA key is the MD5 of its DER, other than that of a key that EC2 makes.
 * Source: "ImportKeyPair", "Verify the fingerprint of your key pair".
 */
export function readOpenSshKey(material: Uint8Array, name: string): ReadKey {
  if (material.length > mostBytes) throw invalidKey();
  const text = Buffer.from(material).toString("utf8").trim();
  const line = text.startsWith("-----BEGIN ") ? fromPem(text, name) : text;
  const [type, base64 = "", ...comment] = line.split(/[ \t]+/);
  const [own, ...parts] = readSshTexts(Buffer.from(base64, "base64")) ?? [];
  if (own?.toString() !== type) throw invalidKey();
  const publicKey = [type, base64, ...(comment.length > 0 ? comment : [name])].join(" ");
  if (type === "ssh-ed25519" && parts[0]?.length === 32)
    return { type: "ed25519", publicKey, fingerprint: sha256Of(publicKey) };
  if (type === "ssh-rsa") return { type: "rsa", publicKey, fingerprint: md5Of(parts) };
  throw invalidKey();
}

function md5Of([exponent, modulus]: readonly Buffer[]): string {
  if (!exponent || !modulus) throw invalidKey();
  try {
    const jwk = { kty: "RSA", e: exponent.toString("base64url"), n: unsigned(modulus).toString("base64url") };
    const der = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "der" });
    return toColons(createHash("md5").update(der).digest("hex"));
  } catch {
    throw invalidKey();
  }
}

function unsigned(bytes: Buffer): Buffer {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

function fromPem(text: string, name: string): string {
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "ed25519") return publicLine(key, name);
  } catch {
    // It is told below.
  }
  throw invalidKey();
}
