/** What an extension has asked for. */
export interface Subscription {
  readonly api: "telemetry" | "logs";
  readonly schemaVersion: string;
  readonly types: readonly string[];
  readonly buffering: Buffering;
  readonly destination: Destination;
}

export interface Buffering {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export type Destination =
  | {
      readonly protocol: "HTTP";
      readonly method: "POST" | "PUT";
      readonly port: number;
      readonly path: string;
      readonly hostHeader: string;
    }
  | { readonly protocol: "TCP"; readonly port: number };

/** Source: "Lambda Telemetry API reference", "Buffering". */
const bufferingRanges = {
  maxItems: { least: 1_000, most: 10_000, usual: 10_000 },
  maxBytes: { least: 262_144, most: 1_048_576, usual: 262_144 },
  timeoutMs: { least: 25, most: 30_000, usual: 1_000 },
} as const;

const schemas = {
  telemetry: { versions: ["2022-07-01", "2022-12-13", "2025-01-29"], usual: undefined },
  logs: { versions: ["2020-08-15", "2021-03-18"], usual: "2020-08-15" },
} as const;

const streams = ["platform", "function", "extension"];
/** By these names an environment calls itself. */
const ownNames = ["sandbox.localdomain", "sandbox"];

/** What is wrong with a request to subscribe. */
export class SubscriptionError extends Error {}

/** Throws SubscriptionError. */
export function parseSubscription(api: "telemetry" | "logs", text: string): Subscription {
  const body = parse(text);
  const { versions, usual } = schemas[api];
  const schemaVersion = body.schemaVersion ?? usual;
  if (!(versions as readonly unknown[]).includes(schemaVersion)) {
    throw new SubscriptionError(`schemaVersion must be one of ${versions.join(", ")}`);
  }
  const { types } = body;
  if (!Array.isArray(types) || types.length === 0 || types.some((type) => !streams.includes(type))) {
    throw new SubscriptionError(`types must have at least one of ${streams.join(", ")} and nothing else`);
  }
  return {
    api,
    schemaVersion: String(schemaVersion),
    types: [...new Set(types as string[])],
    buffering: toBuffering(body.buffering ?? {}),
    destination: toDestination(body.destination),
  };
}

type Body = Readonly<Record<string, unknown>>;

function parse(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new SubscriptionError((error as Error).message);
  }
  if (!isObject(body)) throw new SubscriptionError("the body must be an object");
  return body;
}

function toBuffering(body: unknown): Buffering {
  if (!isObject(body)) throw new SubscriptionError("buffering must be an object");
  const read = (name: keyof typeof bufferingRanges): number => {
    const { least, most, usual } = bufferingRanges[name];
    const value = body[name] ?? usual;
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
      throw new SubscriptionError(`buffering.${name} must be a whole number from ${least} to ${most}`);
    }
    return value as number;
  };
  return { maxItems: read("maxItems"), maxBytes: read("maxBytes"), timeoutMs: read("timeoutMs") };
}

function toDestination(body: unknown): Destination {
  if (!isObject(body)) throw new SubscriptionError("destination must be an object");
  if (body.protocol === "TCP") return { protocol: "TCP", port: toPort(body.port) };
  if (body.protocol !== "HTTP") throw new SubscriptionError("destination.protocol must be HTTP or TCP");
  const method = body.method ?? "POST";
  if (method !== "POST" && method !== "PUT") throw new SubscriptionError("destination.method must be POST or PUT");
  if ((body.encoding ?? "JSON") !== "JSON") throw new SubscriptionError("destination.encoding must be JSON");
  const uri = body.URI ?? body.uri;
  if (typeof uri !== "string" || !URL.canParse(uri)) throw new SubscriptionError("destination.URI must be a URL");
  const url = new URL(uri);
  if (url.protocol !== "http:" || !ownNames.includes(url.hostname)) {
    throw new SubscriptionError(`destination.URI must begin with http://${ownNames[0]}:PORT`);
  }
  const port = toPort(url.port === "" ? 80 : Number(url.port));
  return { protocol: "HTTP", method, port, path: url.pathname + url.search, hostHeader: url.host };
}

function toPort(port: unknown): number {
  if (Number.isInteger(port) && (port as number) > 0 && (port as number) < 65_536) return port as number;
  throw new SubscriptionError("the destination's port must be from 1 to 65535");
}

function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
