import type { SignedHead } from "../../platform/request-head.ts";

/** A request's signature as it says itself, not yet verified. Source: "AWS Signature Version 4 for API requests". */
export interface Signature {
  readonly version: "v4" | "v4a" | "v2";
  /** A presigned URL has it in its query, a browser's form in its fields. */
  readonly place: "header" | "query" | "form";
  readonly accessKeyId: string;
  /** As it stands there: `KEY/20261124/us-east-1/lambda/aws4_request`. Empty in version 2. */
  readonly credential: string;
  /** The credential's date, `20261124`; it and the three behind it are empty where the credential has too few parts. */
  readonly date: string;
  /** Empty in version 4A, too, whose scope has none. */
  readonly region: string;
  /** The signing name of the service: `lambda`, `logs`. Empty in version 2, which one service has. */
  readonly service: string;
  /** `aws4_request`. */
  readonly terminator: string;
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** `20261124T213000Z`, or whatever stands there. */
  readonly timestamp: string;
  /** Of a presigned URL, as it stands there: seconds it is valid from its timestamp (version 4), or the epoch second of its end (version 2). */
  readonly expires: string | undefined;
}

/** Undefined for a request without one. One that is malformed comes back with what could be read; the rules say what is wrong. */
export function readSignature(request: SignedHead): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization) return readHeader(request, authorization);
  return request.rawQuery === "" ? undefined : readQuery(request);
}

function readHeader({ headers }: SignedHead, authorization: string): Signature | undefined {
  const schemeEnd = authorization.search(/\s/);
  const version = schemeEnd < 0 ? undefined : versions[authorization.slice(0, schemeEnd).toUpperCase()];
  if (version === undefined) return undefined;
  const sessionToken = headers["x-amz-security-token"];
  if (version === "v2") {
    const rest = authorization.slice(schemeEnd).trim();
    const colon = rest.indexOf(":");
    return {
      ...noScope,
      version,
      place: "header",
      accessKeyId: rest.slice(0, Math.max(colon, 0)),
      signature: colon < 0 ? "" : rest.slice(colon + 1),
      sessionToken,
      timestamp: headers["x-amz-date"] ?? headers.date ?? "",
    };
  }
  const parts = authorizationParts(authorization);
  const scope = parseCredential(parts.get("Credential") ?? "", version);
  return {
    version,
    place: "header",
    accessKeyId: scope.accessKeyId,
    credential: scope.credential,
    date: scope.date,
    region: scope.region,
    service: scope.service,
    terminator: scope.terminator,
    signedHeaders: toHeaderNames(parts.get("SignedHeaders")),
    signature: parts.get("Signature") ?? "",
    sessionToken,
    timestamp: headers["x-amz-date"] ?? toBasicFormat(headers.date),
    expires: undefined,
  };
}

/** `Credential`, `SignedHeaders` and `Signature` of an `Authorization` header; a part without `=` has no value. */
export function authorizationParts(authorization: string): ReadonlyMap<string, string | undefined> {
  const parts = new Map<string, string | undefined>();
  let from = authorization.search(/\s|$/);
  while (from < authorization.length) {
    const comma = authorization.indexOf(",", from);
    const to = comma < 0 ? authorization.length : comma;
    const text = authorization.slice(from, to).trim();
    const equals = text.indexOf("=");
    if (equals >= 0) parts.set(text.slice(0, equals), text.slice(equals + 1));
    else if (text !== "") parts.set(text, undefined);
    from = to + 1;
  }
  return parts;
}

const versions: Readonly<Record<string, Signature["version"]>> = {
  AWS: "v2",
  "AWS4-HMAC-SHA256": "v4",
  "AWS4-ECDSA-P256-SHA256": "v4a",
};

/** The parameters that make a URL a presigned one, in lower case, as they count in any. Each may stand there once. */
export const presignParameters = [
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-signature",
  "x-amz-date",
  "x-amz-signedheaders",
  "x-amz-expires",
] as const;

function readQuery(request: SignedHead): Signature | undefined {
  if (!mayBePresigned.test(request.rawQuery)) return undefined;
  const get = (name: string) => queryParameter(request, name);
  if (isPresignedV4(request)) {
    const version = get("x-amz-algorithm")?.startsWith("AWS4-ECDSA") ? "v4a" : "v4";
    return {
      version,
      place: "query",
      ...parseCredential(get("x-amz-credential") ?? "", version),
      signedHeaders: toHeaderNames(get("x-amz-signedheaders")),
      signature: get("x-amz-signature") ?? "",
      sessionToken: get("x-amz-security-token"),
      timestamp: get("x-amz-date") ?? "",
      expires: get("x-amz-expires"),
    };
  }
  if (!isPresignedV2(request)) return undefined;
  return {
    ...noScope,
    version: "v2",
    place: "query",
    accessKeyId: exactParameter(request, "AWSAccessKeyId") ?? "",
    signature: exactParameter(request, "Signature") ?? "",
    sessionToken: get("x-amz-security-token"),
    timestamp: "",
    expires: exactParameter(request, "Expires"),
  };
}

/** Most queries have nothing to do with signatures. An encoded letter may hide a name. */
const mayBePresigned = /x-amz-|signature|%/i;

export function isPresignedV4(request: SignedHead): boolean {
  return request.query.some(([name]) => /^x-amz-(?:algorithm|credential|signature)$/i.test(name));
}

export function isPresignedV2(request: SignedHead): boolean {
  return exactParameter(request, "Signature") !== undefined;
}

/** `name` in lower case. */
export function queryParameter({ query }: SignedHead, name: string): string | undefined {
  return query.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** How often a parameter stands there; `name` in lower case. */
export function countOf({ query }: SignedHead, name: string): number {
  let count = 0;
  for (const [key] of query) if (key.toLowerCase() === name) count += 1;
  return count;
}

export function exactParameter({ query }: SignedHead, name: string): string | undefined {
  return query.find(([key]) => key === name)?.[1];
}

function toHeaderNames(list: string | undefined): readonly string[] {
  return list ? list.toLowerCase().split(";") : [];
}

/** A version 4 or 2 signature whose credential's scope is one text; of a form, whose age is limited by what it signs. */
export function signatureOfForm(
  credential: string,
  rest: Pick<Signature, "version" | "signature" | "sessionToken" | "timestamp">,
): Signature {
  const { version } = rest;
  const named = version === "v2" ? { ...noScope, accessKeyId: credential } : parseCredential(credential, version);
  return { ...noScope, ...rest, ...named, place: "form" };
}

const noScope = {
  credential: "",
  date: "",
  region: "",
  service: "",
  terminator: "",
  signedHeaders: [],
  expires: undefined,
} as const;

type Scope = Pick<Signature, "accessKeyId" | "credential" | "date" | "region" | "service" | "terminator">;

/** `KEY/20261124/us-east-1/lambda/aws4_request`; version 4A has no region. */
function parseCredential(credential: string, version: "v4" | "v4a"): Scope {
  const terminatorAt = credential.lastIndexOf("/");
  const serviceAt = credential.lastIndexOf("/", terminatorAt - 1);
  const regionAt = version === "v4" ? credential.lastIndexOf("/", serviceAt - 1) : serviceAt;
  const dateAt = regionAt < 1 ? -1 : credential.lastIndexOf("/", regionAt - 1);
  if (dateAt < 0) return { accessKeyId: credential, credential, date: "", region: "", service: "", terminator: "" };
  return {
    accessKeyId: credential.slice(0, dateAt),
    credential,
    date: credential.slice(dateAt + 1, regionAt),
    region: credential.slice(regionAt + 1, serviceAt),
    service: credential.slice(serviceAt + 1, terminatorAt),
    terminator: credential.slice(terminatorAt + 1),
  };
}

/** How many parts a credential has that slashes divide. */
export function partsOf(credential: string): number {
  let count = 1;
  for (let at = credential.indexOf("/"); at >= 0; at = credential.indexOf("/", at + 1)) count += 1;
  return count;
}

/** What a version 4 signature is for: `20261124/us-east-1/lambda/aws4_request`. */
export function scopeOf({ date, region, service, terminator }: Signature): string {
  return `${date}/${region}/${service}/${terminator}`;
}

function toBasicFormat(date: string | undefined): string {
  if (date === undefined || !Number.isNaN(timestampMs(date))) return date ?? "";
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? "" : basicFormat(ms);
}

/** `20261124T213000Z` */
export function basicFormat(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Milliseconds since the epoch; NaN if it is no such timestamp, or names a day or an hour that does not exist. */
export function timestampMs(timestamp: string): number {
  if (timestamp.length !== 16 || !/^\d{8}T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ$/.test(timestamp)) return Number.NaN;
  const part = (from: number, to: number) => Number(timestamp.slice(from, to));
  const ms = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
  // The 31st of a shorter month would be a day of the next one.
  const date = new Date(ms);
  return date.getUTCDate() === part(6, 8) && date.getUTCMonth() === part(4, 6) - 1 ? ms : Number.NaN;
}
