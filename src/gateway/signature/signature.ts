import type { HttpRequest } from "../http/http-request.ts";

/** A request's signature as it says itself, not yet verified. Source: "AWS Signature Version 4 for API requests". */
export interface Signature {
  readonly version: "v4" | "v4a" | "v2";
  readonly accessKeyId: string;
  /** `20261124`; empty in version 2. */
  readonly date: string;
  readonly region: string;
  /** The signing name of the service: `lambda`, `logs`. */
  readonly service: string;
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** `20261124T213000Z`, or whatever stands there. */
  readonly timestamp: string;
  /** Of a presigned URL: seconds it is valid from its timestamp (version 4), or the epoch second of its end (version 2). */
  readonly expires: number | undefined;
}

/** Undefined for a request without one. One that is malformed comes back with what could be read: it will not verify. */
export function readSignature(request: HttpRequest): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return readHeader(request, authorization);
  return request.rawQuery === "" ? undefined : readQuery(request);
}

function readHeader({ headers }: HttpRequest, authorization: string): Signature | undefined {
  const sessionToken = headers["x-amz-security-token"];
  const v2 = /^AWS ([^:]+):(.+)$/.exec(authorization);
  if (v2) {
    return {
      ...noScope,
      version: "v2",
      accessKeyId: v2[1] ?? "",
      signature: v2[2] ?? "",
      sessionToken,
      timestamp: headers.date ?? "",
    };
  }
  const kind = /^AWS4-(HMAC|ECDSA-P256)-SHA256\s/.exec(authorization);
  if (!kind) return undefined;
  const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? "";
  return {
    version: kind[1] === "HMAC" ? "v4" : "v4a",
    ...parseScope(part("Credential")),
    signedHeaders: part("SignedHeaders").toLowerCase().split(";"),
    signature: part("Signature"),
    sessionToken,
    timestamp: headers["x-amz-date"] ?? toBasicFormat(headers.date),
    expires: undefined,
  };
}

function readQuery({ query }: HttpRequest): Signature | undefined {
  const get = (name: string) => query.find(([key]) => key.toLowerCase() === name)?.[1];
  const credential = get("x-amz-credential");
  if (credential !== undefined) {
    return {
      version: get("x-amz-algorithm")?.startsWith("AWS4-ECDSA") ? "v4a" : "v4",
      ...parseScope(credential),
      signedHeaders: (get("x-amz-signedheaders") ?? "").toLowerCase().split(";"),
      signature: get("x-amz-signature") ?? "",
      sessionToken: get("x-amz-security-token"),
      timestamp: get("x-amz-date") ?? "",
      expires: Number(get("x-amz-expires") ?? Number.NaN),
    };
  }
  const accessKeyId = get("awsaccesskeyid");
  if (accessKeyId === undefined) return undefined;
  return {
    ...noScope,
    version: "v2",
    accessKeyId,
    signature: get("signature") ?? "",
    sessionToken: get("x-amz-security-token"),
    timestamp: "",
    expires: Number(get("expires") ?? Number.NaN),
  };
}

/** A version 4 or 2 signature whose credential's scope is one text; of a form, whose age is limited by what it signs. */
export function signatureOfScope(
  credential: string,
  rest: Pick<Signature, "version" | "signature" | "sessionToken" | "timestamp">,
): Signature {
  return { ...noScope, ...rest, ...parseScope(credential), expires: 0 };
}

const noScope = { date: "", region: "", service: "s3", signedHeaders: [], expires: undefined } as const;

/** `KEY/20261124/us-east-1/lambda/aws4_request`; version 4A has no region. The key itself may hold slashes. */
function parseScope(credential: string): Pick<Signature, "accessKeyId" | "date" | "region" | "service"> {
  const [, accessKeyId = credential, date = "", region = "", service = ""] =
    /^(.+)\/(\d{8})\/(?:([^/]*)\/)?([^/]+)\/aws4_request$/.exec(credential) ?? [];
  return { accessKeyId, date, region, service };
}

function toBasicFormat(date: string | undefined): string {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Milliseconds since the epoch; NaN if it is no such timestamp. */
export function timestampMs(timestamp: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
