import { AwsError } from "../../../platform/aws-error.ts";
import type { SignedHead } from "../../../platform/request-head.ts";
import { type FormFacts, longestPresignSeconds, longestSkewMs } from "../../signature/form-facts.ts";
import { unsignedHeaders } from "../../signature/required-headers.ts";
import {
  countOf,
  isPresignedV2,
  isPresignedV4,
  partsOf,
  presignParameters,
  queryParameter,
  type Signature,
  timestampMs,
} from "../../signature/signature.ts";
import { regionsWithV2 } from "../buckets/regions-with-v2.ts";
import { signatureNotSupported } from "../errors.ts";

/**
 * Refuses a request to S3 whose authentication is not of the form that S3 takes, in S3's order: everything that can be said of it before its
 * key is looked up. Source: "Authenticating Requests (AWS Signature Version 4)" and its two pages on the header and on query parameters.
 */
export function checkSignatureForm(facts: FormFacts): void {
  const { request, signature } = facts;
  const { authorization } = request.headers;
  if (authorization !== undefined) checkOneMechanism(request, authorization);
  if (authorization) checkHeader(facts, authorization);
  else if (signature?.version === "v2") checkV2Query(facts, signature);
  else if (signature?.place === "query") checkQuery(facts, signature);
  else if (!signature && request.query.some(([name]) => name === "AWSAccessKeyId")) throw incompleteV2();
}

const oneMechanism =
  "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified";

function checkOneMechanism(request: SignedHead, authorization: string): void {
  if (request.rawQuery === "" || !(isPresignedV4(request) || isPresignedV2(request))) return;
  throw invalidArgument(oneMechanism, authorization);
}

function checkHeader(facts: FormFacts, authorization: string): void {
  const { request, signature, strict } = facts;
  if (!/^\S+\s/.test(authorization)) {
    throw invalidArgument("Authorization header is invalid -- one and only one ' ' (space) required", authorization);
  }
  if (!signature) throw invalidArgument("Unsupported Authorization Type", authorization);
  if (signature.version === "v2") {
    if (signature.signature === "" || signature.signature.includes(":")) {
      throw invalidArgument("AWS authorization header is invalid.  Expected AwsAccessKeyId:signature", authorization);
    }
    if (!strict) return;
    checkV2(facts);
    checkTime(facts, signature);
    return;
  }
  checkPayloadHash(request, strict);
  if (strict) checkTime(facts, signature);
  checkComponents(signature, strict);
  checkCredential(facts, signature);
  if (!strict) return;
  if (signature.date !== dayOf(signature)) throw headerMalformed(wrongDay(signature));
  checkHeadersSigned(request, signature);
}

/** What a body's hash may be instead of one. Source: "Signature Calculations for the Authorization Header", payload options. */
const payloadKeywords = [
  "UNSIGNED-PAYLOAD",
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
  "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
];

function checkPayloadHash({ headers }: SignedHead, strict: boolean): void {
  const hash = headers["x-amz-content-sha256"];
  if (hash === undefined) {
    if (!strict) return;
    throw invalidRequest("Missing required header for this request: x-amz-content-sha256");
  }
  if (payloadKeywords.includes(hash) || /^[0-9a-f]{64}$/i.test(hash)) return;
  throw new AwsError(
    "InvalidArgument",
    `x-amz-content-sha256 must be ${payloadKeywords.join(", ")} or a valid sha256 value.`,
    { status: 400, fields: { ArgumentName: "x-amz-content-sha256", ArgumentValue: hash } },
  );
}

function checkTime({ request, nowMs }: FormFacts, { timestamp }: Signature): void {
  const iso = timestampMs(timestamp);
  const signedMs = Number.isNaN(iso) && /^[A-Z][a-z]{2}, /.test(timestamp) ? Date.parse(timestamp) : iso;
  if (Number.isNaN(signedMs)) throw denied("AWS authentication requires a valid Date or x-amz-date header");
  if (Math.abs(signedMs - nowMs) <= longestSkewMs) return;
  const RequestTime = request.headers["x-amz-date"] ?? request.headers.date ?? timestamp;
  throw new AwsError(
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
    {
      status: 403,
      fields: { RequestTime, ServerTime: serverTime(nowMs), MaxAllowedSkewMilliseconds: String(longestSkewMs) },
    },
  );
}

/** In open mode a script may leave out what nobody compares, but the key says whose call it is. */
function checkComponents({ credential, signedHeaders, signature }: Signature, strict: boolean): void {
  if (credential !== "" && (!strict || (signedHeaders.length > 0 && signature !== ""))) return;
  throw headerMalformed(
    "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
  );
}

function checkCredential(facts: FormFacts, signature: Signature): void {
  const fault = credentialFault(facts, signature);
  if (fault) throw headerMalformed(fault.message, fault.fields);
}

interface Fault {
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

function credentialFault({ target, strict }: FormFacts, signature: Signature): Fault | undefined {
  const { credential, accessKeyId, date, region, service, terminator, version } = signature;
  const { hostRegion, hostService } = target;
  const partCount = partsOf(credential);
  const expected = version === "v4a" ? 4 : 5;
  if (partCount < expected || (strict && partCount > expected)) {
    const parts = version === "v4a" ? "YYYYMMDD/SERVICE" : "YYYYMMDD/REGION/SERVICE";
    return { message: `the Credential is mal-formed; expecting "<YOUR-AKID>/${parts}/aws4_request".` };
  }
  if (accessKeyId === "") return { message: "a non-empty Access Key (AKID) must be provided in the credential." };
  if (strict && date !== dayOf(signature) && Number.isNaN(timestampMs(`${date}T000000Z`))) {
    return {
      message: `incorrect date format "${date}". This date in the credential must be in the format "yyyyMMdd".`,
    };
  }
  if (strict && version === "v4") {
    if (region === "") return { message: "a non-empty region must be provided in the credential." };
    if (hostRegion !== undefined && region !== hostRegion) {
      const message = `the region '${region}' is wrong; expecting '${hostRegion}'`;
      return { message, fields: { Region: hostRegion } };
    }
  }
  // What botocore calls the endpoint of no region, and signs for none. Source: recorded answers.
  if (region === "aws-global") {
    const message = `the region 'aws-global' is wrong; expecting '${hostRegion ?? "us-east-1"}'`;
    return { message, fields: { Region: hostRegion ?? "us-east-1" } };
  }
  const called = (strict && hostService) || target.facts;
  if (!target.facts.signingNames.includes(service) || !called.signingNames.includes(service)) {
    return { message: `incorrect service "${service}". This endpoint belongs to "${called.signingNames[0]}".` };
  }
  if (terminator !== "aws4_request") {
    return { message: `incorrect terminal "${terminator}". This endpoint uses "aws4_request".` };
  }
  return undefined;
}

function wrongDay(signature: Signature): string {
  return `Invalid credential date "${signature.date}". This date is not the same as X-Amz-Date: "${dayOf(signature)}".`;
}

function dayOf({ timestamp }: Signature): string {
  return timestamp.slice(0, 8);
}

function checkHeadersSigned(request: SignedHead, signature: Signature): void {
  const names = unsignedHeaders(request, signature, "content-md5");
  if (names.length === 0) return;
  throw denied("There were headers present in the request which were not signed", {
    HeadersNotSigned: names.join(", "),
  });
}

/** A presigned URL is made by a program and used as it is: it must be whole in `open` mode, too. */
function checkQuery(facts: FormFacts, signature: Signature): void {
  const { request, nowMs } = facts;
  if (isPresignedV2(request)) {
    throw new AwsError("InvalidArgument", oneMechanism, { status: 400, fields: { ArgumentName: "Authorization" } });
  }
  const algorithm = queryParameter(request, "x-amz-algorithm");
  if (algorithm !== undefined && !["AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"].includes(algorithm)) {
    throw parametersError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  }
  // One that stands there twice is not the one that was signed.
  if (presignParameters.some((name) => countOf(request, name) !== 1)) {
    throw parametersError(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  const signedMs = timestampMs(signature.timestamp);
  if (Number.isNaN(signedMs)) {
    throw parametersError(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  const seconds = checkExpires(signature.expires ?? "");
  const Expires = serverTime(signedMs + seconds * 1000);
  const ServerTime = serverTime(nowMs);
  if (signedMs - nowMs > longestSkewMs) {
    throw denied("Request is not yet valid", { "X-Amz-Date": String(signedMs), Expires, ServerTime });
  }
  if (signedMs + seconds * 1000 < nowMs) {
    throw denied("Request has expired", { "X-Amz-Expires": signature.expires ?? "", Expires, ServerTime });
  }
  const fault = credentialFault({ ...facts, strict: true }, signature);
  if (fault) throw parametersError(`Error parsing the X-Amz-Credential parameter; ${fault.message}`, fault.fields);
  if (signature.date !== dayOf(signature)) throw parametersError(wrongDay(signature));
  checkHeadersSigned(request, signature);
}

function checkExpires(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw parametersError("X-Amz-Expires should be a number");
  const seconds = Number(text);
  if (seconds < 0) throw parametersError("X-Amz-Expires must be non-negative");
  if (seconds <= longestPresignSeconds) return seconds;
  throw parametersError(
    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
  );
}

function checkV2({ target }: FormFacts): void {
  if (!regionsWithV2.has(target.region)) throw signatureNotSupported();
}

function checkV2Query(facts: FormFacts, { accessKeyId, expires }: Signature): void {
  const { request, nowMs, strict } = facts;
  if (strict) checkV2(facts);
  if (expires === undefined || accessKeyId === "") {
    throw incompleteV2();
  }
  const repeated = ["Signature", "Expires", "AWSAccessKeyId"].find(
    (name) => request.query.filter(([key]) => key === name).length > 1,
  );
  if (repeated !== undefined) {
    throw incompleteV2();
  }
  if (!/^[+-]?\d{1,10}$/.test(expires) || Number(expires) >= 2 ** 31) {
    throw denied(`Invalid date (should be seconds since epoch): ${expires}`);
  }
  const endMs = Number(expires) * 1000;
  if (endMs < nowMs) throw denied("Request has expired", { Expires: serverTime(endMs), ServerTime: serverTime(nowMs) });
}

function incompleteV2(): AwsError {
  return denied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
}

function serverTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}/, "");
}

function invalidArgument(message: string, authorization: string): AwsError {
  const fields = { ArgumentName: "Authorization", ArgumentValue: authorization };
  return new AwsError("InvalidArgument", message, { status: 400, fields });
}

function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequest", message, { status: 400 });
}

function denied(message: string, fields?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("AccessDenied", message, { status: 403, fields });
}

function headerMalformed(message: string, fields?: Readonly<Record<string, string>>): AwsError {
  const text = `The authorization header is malformed; ${message}`;
  return new AwsError("AuthorizationHeaderMalformed", text, { status: 400, fields });
}

function parametersError(message: string, fields?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("AuthorizationQueryParametersError", message, { status: 400, fields });
}
