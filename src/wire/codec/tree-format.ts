import type { Member, TimestampFormat } from "../model/shape.ts";

/** JSON and CBOR carry the same tree; this is what differs. */
export interface TreeFormat {
  readonly id: "json" | "strictJson" | "restJson" | "cbor";
  /** Members go by their `jsonName`. Only restJson1 does that. */
  readonly usesJsonNames: boolean;
  readonly timestamps: TimestampFormat;
  /** Bytes and dates are values of their own, not strings and numbers. */
  readonly isBinary: boolean;
}

export const jsonFormat: TreeFormat = {
  id: "json",
  usesJsonNames: false,
  timestamps: "epoch-seconds",
  isBinary: false,
};
/** Bytes have their padding, and no other alphabet than base64's. */
export const strictJsonFormat: TreeFormat = { ...jsonFormat, id: "strictJson" };
export const restJsonFormat: TreeFormat = { ...jsonFormat, id: "restJson", usesJsonNames: true };
export const cborFormat: TreeFormat = { ...jsonFormat, id: "cbor", isBinary: true };

export function treeName(member: Member, format: TreeFormat): string {
  return format.usesJsonNames ? (member.traits.jsonName ?? member.name) : member.name;
}

/** Assigns a key that a client chose: `__proto__` must become a key like any other. */
export function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") {
    target[key] = value;
    return;
  }
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
