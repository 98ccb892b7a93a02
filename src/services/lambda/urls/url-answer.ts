import type { UrlAnswer } from "./url-request.ts";

/** What a function may answer. Source: "Invoking Lambda function URLs", "Response payload format". */
interface FunctionAnswer {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

const json = "application/json";
const octets = "application/octet-stream";

/** An object with a statusCode is taken at its word; anything else is the body of a 200. */
export function toUrlAnswer(payload: Buffer): UrlAnswer {
  const answer: unknown = JSON.parse(payload.toString("utf8"));
  if (!isFunctionAnswer(answer)) {
    const body = typeof answer === "string" ? Buffer.from(answer) : payload;
    return { status: 200, headers: { "content-type": json }, body };
  }
  const { body = "", isBase64Encoded } = answer;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    ...headOf(answer, json),
    body: Buffer.from(text, isBase64Encoded ? "base64" : "utf8"),
  };
}

/**
 * A streamed answer begins with a prelude if the function used `HttpResponseStream`: status, headers and cookies as JSON, ended by eight
 * NUL bytes, which JSON cannot hold. Gives the head and what of the body came with it.
 */
export function splitPrelude(first: Buffer): { head: Omit<UrlAnswer, "body">; rest: Buffer } {
  const end = first[0] === openBrace ? first.indexOf(preludeEnd) : -1;
  if (end < 0) return { head: { status: 200, headers: { "content-type": octets } }, rest: first };
  const prelude = JSON.parse(first.toString("utf8", 0, end)) as FunctionAnswer;
  return { head: headOf(prelude, octets), rest: first.subarray(end + preludeEnd.length) };
}

const openBrace = 0x7b;
const preludeEnd = Buffer.alloc(8);

export function errorAnswer(status: number, message: string | null, errorType?: string): UrlAnswer {
  return {
    status,
    headers: { "content-type": json, ...(errorType && { "x-amzn-errortype": errorType }) },
    body: Buffer.from(JSON.stringify({ Message: message })),
  };
}

/** The function failed, or answered what is no HTTP answer. */
export function internalServerError(): UrlAnswer {
  return { status: 502, headers: { "content-type": json }, body: Buffer.from("Internal Server Error") };
}

function isFunctionAnswer(answer: unknown): answer is FunctionAnswer {
  return typeof answer === "object" && answer !== null && "statusCode" in answer;
}

function headOf({ statusCode = 200, headers = {}, cookies }: FunctionAnswer, contentType: string) {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError("no HTTP status");
  const given: Record<string, string | string[]> = { "content-type": contentType };
  for (const [name, value] of Object.entries(headers)) given[name.toLowerCase()] = String(value);
  if (cookies && cookies.length > 0) given["set-cookie"] = [...cookies];
  return { status, headers: given };
}
