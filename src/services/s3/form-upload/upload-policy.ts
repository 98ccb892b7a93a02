import { AwsError } from "../../../platform/aws-error.ts";

/** What a signed policy lets a form upload. */
export interface UploadPolicy {
  /** Of the file, both included. */
  readonly leastBytes: number;
  readonly mostBytes: number;
}

/**
 * Checks a form against the policy that its maker signed: every condition must hold and every field be named by one; one on the key may be about the field or about
 * the key that the file's name makes of it. Throws AccessDenied and InvalidPolicyDocument. Source: "POST policy" in "Authenticating requests: browser-based uploads using POST".
 */
export function checkUploadPolicy(
  encoded: string,
  fields: ReadonlyMap<string, string>,
  { key, nowMs }: { readonly key: string | undefined; readonly nowMs: number },
): UploadPolicy {
  const { expiration, conditions } = parsePolicy(encoded);
  if (!(Date.parse(expiration) > nowMs)) throw denied("Policy expired.");
  let range: UploadPolicy = { leastBytes: 0, mostBytes: Number.POSITIVE_INFINITY };
  const named = new Set<string>();
  for (const condition of conditions) {
    const { operator, field, value, least, most } = readCondition(condition);
    if (operator === "content-length-range") {
      range = { leastBytes: least, mostBytes: most };
      continue;
    }
    named.add(field);
    const given = [fields.get(field) ?? "", ...(field === "key" && key !== undefined ? [key] : [])];
    const holds = (text: string) => (operator === "starts-with" ? startsWith(field, text, value) : text === value);
    if (!given.some(holds)) throw failed(operator, `$${field}`, value);
  }
  for (const name of fields.keys()) {
    if (!named.has(name) && !freeFields.test(name)) throw denied(`Extra input fields: ${name}`);
  }
  return range;
}

/** These need no condition. The bucket does, though it stands in the URL: a policy that names none would hold for every bucket of its maker. */
const freeFields = /^(?:policy|x-amz-signature|signature|awsaccesskeyid|x-ignore-.*)$/;

interface Condition {
  readonly operator: string;
  readonly field: string;
  readonly value: string;
  readonly least: number;
  readonly most: number;
}

function parsePolicy(encoded: string): { expiration: string; conditions: readonly unknown[] } {
  const { expiration, conditions } = parseJson(encoded);
  if (expiration === undefined) throw invalid("Policy missing expiration.");
  if (typeof expiration !== "string" || !isoDate.test(expiration) || Number.isNaN(Date.parse(expiration))) {
    throw invalid(`Invalid 'expiration' value: '${typeof expiration === "string" ? expiration : ""}'`);
  }
  if (!Array.isArray(conditions)) throw invalid("Policy missing conditions.");
  return { expiration, conditions };
}

/** `2026-12-31T12:00:00.000Z`. Source: "POST policy", expiration. */
const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

function parseJson(encoded: string): Readonly<Record<string, unknown>> {
  try {
    const policy: unknown = JSON.parse(Buffer.from(encoded, "base64").toString());
    if (typeof policy === "object" && policy !== null) return policy as Readonly<Record<string, unknown>>;
  } catch {
    // The same answer as for other JSON than a policy.
  }
  throw invalid("Invalid JSON.");
}

/** `{"acl": "private"}`, `["eq", "$key", "a"]`, `["starts-with", "$key", "user/"]` or `["content-length-range", 1, 10]`. */
function readCondition(condition: unknown): Condition {
  if (Array.isArray(condition)) {
    const [operator = "", second = "", third = ""] = condition.map(toText);
    const name = operator.toLowerCase();
    if (condition.length !== 3 || !["eq", "starts-with", "content-length-range"].includes(name)) {
      throw invalid("Invalid Condition.");
    }
    if (name === "content-length-range" && !(isLength(condition[1]) && isLength(condition[2]))) {
      throw failed(name, second, third);
    }
    // A field that is not marked as one is none: the condition cannot hold. Source: recorded answers.
    if (name !== "content-length-range" && !second.startsWith("$")) throw failed(name, second, third);
    const field = second.replace(/^\$/, "").toLowerCase();
    return { operator: name, field, value: third, least: Number(second), most: Number(third) };
  }
  const [entry, ...others] = Object.entries((condition ?? {}) as Record<string, unknown>);
  if (!entry || others.length > 0)
    throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
  return { operator: "eq", field: entry[0].toLowerCase(), value: toText(entry[1]), least: 0, most: 0 };
}

function toText(operand: unknown): string {
  if (typeof operand === "string" || typeof operand === "number" || typeof operand === "boolean")
    return String(operand);
  throw invalid("Invalid Condition.");
}

/** Some clients write the numbers as texts. */
function isLength(value: unknown): boolean {
  return /^\d{1,15}$/.test(String(value));
}

/** Of a list of types each must begin so. */
function startsWith(field: string, given: string, prefix: string): boolean {
  if (field !== "content-type") return given.startsWith(prefix);
  return given.split(",").every((each) => each.startsWith(prefix));
}

function failed(operator: string, field: string, value: string): AwsError {
  return denied(`Policy Condition failed: ["${operator}", "${field}", "${value}"]`);
}

function denied(reason: string): AwsError {
  return new AwsError("AccessDenied", `Invalid according to Policy: ${reason}`, { status: 403 });
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidPolicyDocument", `Invalid Policy: ${reason}`, { status: 400 });
}
