import { createHash, hash } from "node:crypto";
import type { MessageAttribute } from "./message.ts";

export function md5OfBody(body: string): string {
  return hash("md5", body, "hex");
}

/** Undefined where there are none. Source: "Calculating the MD5 message digest for message attributes". */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const digest = createHash("md5");
  const add = (bytes: Buffer) => {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const { type, string, binary } = attributes[name] as MessageAttribute;
    add(Buffer.from(name));
    add(Buffer.from(type));
    digest.update(binary === undefined ? stringTransport : binaryTransport);
    add(binary === undefined ? Buffer.from(string ?? "") : Buffer.from(binary, "base64"));
  }
  return digest.digest("hex");
}

const stringTransport = Buffer.from([1]);
const binaryTransport = Buffer.from([2]);
