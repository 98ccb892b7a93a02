/** A value as both sides can be compared: the SDK has classes of its own for lazily parsed JSON, bytes and dates. */
export function toPlain(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("base64")}`;
  if (value instanceof String || typeof (value as { deserializeJSON?: unknown }).deserializeJSON === "function") {
    return String(value);
  }
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .filter(([name, member]) => member !== undefined && name !== "$metadata")
    .map(([name, member]) => [name, textTimes.has(name) ? toPlain(fromHttpDate(member)) : toPlain(member)]);
  return Object.fromEntries(entries);
}

/** Times by the models, which Squall reads as the text that they came as: S3 keeps any. */
const textTimes: ReadonlySet<string> = new Set(["Expires", "ResponseExpires"]);

function fromHttpDate(value: unknown): unknown {
  return typeof value === "string" && / GMT$/.test(value) ? new Date(value) : value;
}
