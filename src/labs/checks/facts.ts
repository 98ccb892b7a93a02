import { Readable } from "node:stream";

/** An answer as JSON has it: times as texts, bytes as the text that they are, no stream. What a check's paths are asked of. */
export function toFacts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8");
  if (value instanceof Readable) {
    value.destroy();
    return null;
  }
  if (Array.isArray(value)) return value.map(toFacts);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (each === undefined ? [] : [[name, toFacts(each)]])),
  );
}
