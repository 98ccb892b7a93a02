import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Random } from "../../../platform/random.ts";
import { sha256Of, toColons } from "./fingerprint.ts";
import { publicLine } from "./open-ssh.ts";
import { sshText } from "./ssh-bytes.ts";

const generate = promisify(generateKeyPair);

/** A pair as EC2 makes it: `material` is told once. */
export interface MadeKey {
  readonly material: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** 2,048 bits, as PKCS#1; its fingerprint is the SHA-1 of the private key. Source: "Verify the fingerprint of your key pair". */
export async function makeRsaKey(name: string): Promise<MadeKey> {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2_048 });
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  return {
    material: privateKey.export({ type: "pkcs1", format: "pem" }).toString().trimEnd(),
    publicKey: publicLine(publicKey, name),
    fingerprint: toColons(createHash("sha1").update(der).digest("hex")),
  };
}

/** As OpenSSH keeps it; its fingerprint is the SHA-256 of the public key. */
export async function makeEd25519Key(name: string, random: Random): Promise<MadeKey> {
  const { privateKey, publicKey } = await generate("ed25519");
  const line = publicLine(publicKey, name);
  return { material: toOpenSsh(privateKey, random), publicKey: line, fingerprint: sha256Of(line) };
}

/** The file that `ssh-keygen -t ed25519` writes, without a passphrase. Source: OpenSSH's PROTOCOL.key. */
function toOpenSsh(privateKey: KeyObject, random: Random): string {
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const [seed, own] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  const publicKey = Buffer.concat([sshText("ssh-ed25519"), sshText(own)]);
  const check = random.bytes(4);
  const secret = Buffer.concat([check, check, publicKey, sshText(Buffer.concat([seed, own])), sshText("")]);
  // Filled up to blocks of eight bytes by 1, 2, 3 …
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const count = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    sshText("none"),
    sshText("none"),
    sshText(""),
    count,
    sshText(publicKey),
    sshText(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----"].join("\n");
}
