import { createHash, timingSafeEqual } from "node:crypto";
import { accessDenied, invalidArgument, invalidEncryptionAlgorithm, invalidRequest } from "../errors.ts";
import type { CustomerEncryption, ObjectEncryption } from "./object-encryption.ts";

/** The members by which a request brings a key of its own. */
export interface CustomerKeyInput {
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

export interface CustomerKey {
  /** 32 bytes. */
  readonly key: Buffer;
  readonly keyMd5: string;
}

/** The key of a request, if it brings one. Throws InvalidArgument. Source: "Using server-side encryption with customer-provided keys". */
export function readCustomerKey(input: CustomerKeyInput, isRead = false): CustomerKey | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: text, SSECustomerKeyMD5: keyMd5 } = input;
  if ((algorithm ?? text ?? keyMd5) === undefined) return undefined;
  if (algorithm === undefined) throw invalid("must provide a valid encryption algorithm.");
  if (text === undefined) throw invalid("must provide an appropriate secret key.");
  if (algorithm !== "AES256") throw invalidEncryptionAlgorithm(algorithm);
  const key = Buffer.from(text, "base64");
  if (key.length !== 32) {
    if (isRead) throw wrongKey();
    throw invalidArgument("The secret key was invalid for the specified algorithm.", header);
  }
  if (keyMd5 === undefined) throw invalid("must provide the client calculated MD5 of the secret key.");
  if (createHash("md5").update(key).digest("base64") !== keyMd5) {
    throw invalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.", header);
  }
  return { key, keyMd5 };
}

/** The key to read an object with; undefined for one that needs none. Throws InvalidRequest, and AccessDenied for another key. */
export function keyToRead(encryption: ObjectEncryption | undefined, input: CustomerKeyInput): Buffer | undefined {
  const given = readCustomerKey(input, encryption?.kind === "customer");
  if (encryption?.kind !== "customer") {
    if (given) throw invalidRequest("The encryption parameters are not applicable to this object.");
    return undefined;
  }
  if (!given) {
    throw invalidRequest(
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    );
  }
  if (isSameKey(encryption, given)) return given.key;
  throw wrongKey();
}

function wrongKey() {
  return accessDenied(
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
  );
}

export function isSameKey(one: Pick<CustomerEncryption, "keyMd5">, other: Pick<CustomerEncryption, "keyMd5">): boolean {
  const [a, b] = [Buffer.from(one.keyMd5), Buffer.from(other.keyMd5)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const header = "x-amz-server-side-encryption";

function invalid(rest: string) {
  return invalidArgument(`Requests specifying Server Side Encryption with Customer provided keys ${rest}`, header);
}
