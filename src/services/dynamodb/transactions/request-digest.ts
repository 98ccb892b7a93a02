import { createHash } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";

/** What a token stands for: a request of the same writes is the same, in whatever order the attributes of an item or the members of a write are sent. */
export function requestDigest(items: readonly TransactWriteItem[]): string {
  return createHash("sha256").update(JSON.stringify(items, inOrderOfNames)).digest("base64");
}

function inOrderOfNames(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
