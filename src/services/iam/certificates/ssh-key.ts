import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { fail } from "../../../platform/aws-error.ts";
import type { SshKey, User } from "../entities/entity.ts";
import { invalidPublicKey, publicKeyNotFound } from "../errors.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

/** What can be an RSA public key for CodeCommit: `ssh-rsa …` or PEM. Throws InvalidPublicKey. */
export interface PublicKey {
  /** `ssh-rsa BASE64` without a comment. */
  readonly ssh: string;
  readonly pem: string;
  /** MD5 of the key in SSH's form, pairs of hex digits. */
  readonly fingerprint: string;
}

export function readPublicKey(body: string): PublicKey {
  const key = body.trim().startsWith("ssh-rsa ") ? fromSsh(body.trim().split(/\s+/)[1] ?? "") : fromPem(body);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== "rsa" || (details?.modulusLength ?? 0) < 2_048) throw invalidPublicKey();
  const blob = toSshBlob(key);
  const digest = createHash("md5").update(blob).digest("hex");
  return {
    ssh: `ssh-rsa ${blob.toString("base64")}`,
    pem: key.export({ type: "spki", format: "pem" }).toString(),
    fingerprint: digest.match(/../g)?.join(":") ?? digest,
  };
}

export function findSshKey(user: User, id: string): SshKey {
  return user.sshKeys?.find((key) => key.id === id) ?? fail(publicKeyNotFound(id));
}

/** A key as lists tell it: without its text. */
export function toListedSshKey(userName: string, key: SshKey) {
  return { UserName: userName, SSHPublicKeyId: key.id, Status: key.status, UploadDate: toDate(key.uploadedMs) };
}

function fromPem(body: string): KeyObject {
  try {
    return createPublicKey(body);
  } catch {
    throw invalidPublicKey();
  }
}

/** SSH's form is three length-prefixed strings: the algorithm's name, the exponent and the modulus. Source: RFC 4253, 6.6. */
function fromSsh(base64: string): KeyObject {
  const blob = Buffer.from(base64, "base64");
  const parts: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length && parts.length < 3; ) {
    const length = blob.readUInt32BE(at);
    parts.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [name, e, n] = parts;
  if (name?.toString() !== "ssh-rsa" || !e?.length || !n?.length) throw invalidPublicKey();
  try {
    const jwk = { kty: "RSA", e: e.toString("base64url"), n: stripZero(n).toString("base64url") };
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    throw invalidPublicKey();
  }
}

function toSshBlob(key: KeyObject): Buffer {
  const { e = "", n = "" } = key.export({ format: "jwk" });
  const parts = [Buffer.from("ssh-rsa"), ...[e, n].map((text) => withZero(Buffer.from(String(text), "base64url")))];
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

function stripZero(number: Buffer): Buffer {
  return number[0] === 0 ? number.subarray(1) : number;
}

/** Numbers are signed there: a first bit that is set needs a zero before it. */
function withZero(number: Buffer): Buffer {
  return (number[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), number]) : number;
}
