import { createHmac, timingSafeEqual } from "node:crypto";
import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { Signature } from "../../services/signature/signature.ts";

/** Signing keys are derived by four HMACs and hold for a day, a region and a service: each is kept, a thousand of them. */
export class SigningKeys {
  readonly #keys = new BoundedCache<string, Buffer>(1_000);

  of(
    secretAccessKey: string,
    { accessKeyId, date, region, service }: Pick<Signature, "accessKeyId" | "date" | "region" | "service">,
  ): Buffer {
    // The secret is part of the name: a key id may come back with another one.
    const name = `${accessKeyId}\n${secretAccessKey}\n${date}\n${region}\n${service}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = [date, region, service, "aws4_request"].reduce<Buffer>(
      (former, text) => hmac(former, text),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    return this.#keys.set(name, key);
  }
}

export function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** A signature of version 2: base 64 of the HMAC-SHA1. */
export function signV2(secretAccessKey: string, text: string): string {
  return createHmac("sha1", secretAccessKey).update(text).digest("base64");
}

/**
 * Whether a signature is the expected one, in a time that tells nothing of where they differ. Every character counts: decoding first would stop
 * at one that is no digit and take what stands before it.
 */
export function isSameSignature(given: string, expected: string): boolean {
  return (
    given.length === expected.length && timingSafeEqual(Buffer.from(given, "utf16le"), Buffer.from(expected, "utf16le"))
  );
}
