import { type FormFacts, longestPresignSeconds, longestSkewMs } from "../../services/signature/form-facts.ts";
import { unsignedHeaders } from "../../services/signature/required-headers.ts";
import {
  authorizationParts,
  basicFormat,
  countOf,
  partsOf,
  presignParameters,
  type Signature,
  timestampMs,
} from "../../services/signature/signature.ts";

/**
 * Refuses a request whose authentication is not of the form that AWS takes, in AWS's order: everything that can be said
 * of it before its key is looked up. Source: "Troubleshoot Signature Version 4 signing for AWS API requests".
 */
export function checkServiceForm(facts: FormFacts): void {
  const { signature, strict, errors } = facts;
  if (!signature) return;
  // Who has version 2 has rules of his own.
  if (signature.version === "v2") {
    if (strict) throw errors.unsupported();
    return;
  }
  if (strict || signature.place === "query") {
    checkParts(facts, signature);
    checkTime(facts, signature);
    checkHeadersSigned(facts, signature);
    if (signature.version === "v4a") throw errors.unsupported();
  }
  checkCredential(facts, signature);
}

function checkParts({ request, errors }: FormFacts, signature: Signature): void {
  const authorization = request.headers.authorization ?? "";
  if (signature.place === "query") {
    // Without a time of its own a URL is good for as long as a request is.
    const missing = presignParameters.filter((name) => {
      const count = countOf(request, name);
      return name === "x-amz-expires" ? count > 1 : count !== 1;
    });
    if (missing.length === 0) return;
    const sentences = missing.map((name) => `AWS query-string parameters must include '${toTitle(name)}'. `);
    throw errors.incomplete(`${sentences.join("")}Re-examine the query-string parameters.`);
  }
  const isDated = request.headers["x-amz-date"] !== undefined || request.headers.date !== undefined;
  if (signature.credential !== "" && signature.signature !== "" && signature.signedHeaders.length > 0 && isDated)
    return;
  const parts = authorizationParts(authorization);
  for (const [name, value] of parts) {
    if (value !== undefined) continue;
    throw errors.incomplete(
      `'${name}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
    );
  }
  const sentences = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter. `);
  if (!isDated) {
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
  }
  throw errors.incomplete(`${sentences.join("")}Authorization=${authorization}`);
}

/** `x-amz-signedheaders` → `X-Amz-SignedHeaders` */
function toTitle(name: string): string {
  return name === "x-amz-signedheaders"
    ? "X-Amz-SignedHeaders"
    : name.replace(/\b[a-z]/g, (first) => first.toUpperCase());
}

function checkTime({ nowMs, errors }: FormFacts, { timestamp, expires }: Signature): void {
  const signedMs = timestampMs(timestamp);
  if (Number.isNaN(signedMs)) {
    throw errors.incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (expires !== undefined && !(/^\d{1,6}$/.test(expires) && Number(expires) <= longestPresignSeconds)) {
    throw errors.incomplete("X-Amz-Expires must be a non-negative number of seconds, and less than a week.");
  }
  const now = basicFormat(nowMs);
  if (signedMs - longestSkewMs > nowMs) {
    const limit = basicFormat(nowMs + longestSkewMs);
    throw errors.clockSkew(`Signature not yet current: ${timestamp} is still later than ${limit} (${now} + 15 min.)`);
  }
  const lifeMs = expires === undefined ? longestSkewMs : Number(expires) * 1000;
  if (signedMs + lifeMs >= nowMs) return;
  const life = lifeMs % 60_000 === 0 ? `${lifeMs / 60_000} min.` : `${lifeMs / 1000} sec.`;
  throw errors.clockSkew(
    `Signature expired: ${timestamp} is now earlier than ${basicFormat(nowMs - lifeMs)} (${now} - ${life})`,
  );
}

function checkHeadersSigned({ request, errors }: FormFacts, signature: Signature): void {
  const [name] = unsignedHeaders(request, signature);
  if (name === undefined) return;
  const named = name === "host" ? "'Host' or ':authority'" : `'${name}'`;
  throw errors.invalidSignature(`${named} must be a 'SignedHeader' in the AWS Authorization.`);
}

/** A signature is for one service: what calls another one was made by somebody else, out of a signature that was seen. */
function checkCredential({ target, errors, strict }: FormFacts, signature: Signature): void {
  const { credential, date, region, service, terminator, version } = signature;
  const partCount = partsOf(credential);
  const expected = version === "v4a" ? 4 : 5;
  if (partCount < expected || (strict && partCount > expected)) {
    throw errors.incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const { hostRegion, hostService } = target;
  const sentences: string[] = [];
  if (strict && (region === "" || (hostRegion !== undefined && region !== hostRegion))) {
    sentences.push(`Credential should be scoped to a valid region${region === "" ? "" : `, not '${region}'`}. `);
  }
  const called = (strict && hostService) || target.facts;
  if (!target.facts.signingNames.includes(service) || !called.signingNames.includes(service)) {
    sentences.push(`Credential should be scoped to correct service: '${called.signingNames[0]}'. `);
  }
  if (strict && terminator !== "aws4_request") {
    sentences.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `);
  }
  const day = signature.timestamp.slice(0, 8);
  if (strict && date !== day) {
    sentences.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${signature.timestamp}'. `,
    );
  }
  if (sentences.length > 0) throw errors.invalidSignature(sentences.join(""));
}
