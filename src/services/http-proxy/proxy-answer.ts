import { type AnswerHeaders, toAnswerHeaders, toCookies } from "./answer-headers.ts";
import { BadProxyAnswer } from "./bad-proxy-answer.ts";
import { compactJson } from "./compact-json.ts";

/** An HTTP answer's status and headers. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<AnswerHeaders>;
}

export interface ProxyAnswer extends AnswerHead {
  readonly body: Buffer;
}

/**
 * What a function has answered as HTTP: an object with a `statusCode` is taken at its word, anything else is the body of a 200; of what is no JSON
 * the runtime has said the type. Throws BadProxyAnswer for an answer that cannot be sent. Source: "Invoking Lambda function URLs", "Response payload format" (version 2.0), and recorded answers.
 */
export function readProxyAnswer(payload: Buffer, contentType: string | undefined): ProxyAnswer {
  const text = payload.toString("utf8");
  const answer = parseAnswer(text);
  if (answer === undefined) return { ...plainHead(contentType), body: payload };
  if (!hasStatus(answer)) {
    const body = typeof answer === "string" ? answer : compactJson(text);
    return { status: 200, headers: { "content-type": json }, body: Buffer.from(body) };
  }
  return { ...readAnswerHead(answer, json), body: toBody(answer.body, answer.isBase64Encoded) };
}

/** Of an answer or of a stream's prelude. `contentType` is what it has if it names none. */
export function readAnswerHead(answer: object, contentType: string): AnswerHead {
  const { statusCode, headers, cookies } = answer as Readonly<Record<string, unknown>>;
  const given = toAnswerHeaders(headers);
  given["content-type"] ??= contentType;
  const further = toCookies(cookies);
  if (further.length > 0) given["set-cookie"] = [...(given["set-cookie"] ?? []), ...further];
  return { status: toStatus(statusCode ?? 200), headers: given };
}

/** The head of what a function has written without saying more of it than its type. Throws BadProxyAnswer for a type that is no header. */
export function plainHead(contentType: string | undefined): AnswerHead {
  return {
    status: 200,
    headers: { "content-type": "application/octet-stream", ...toAnswerHeaders({ "content-type": contentType }) },
  };
}

const json = "application/json";

/** Undefined for what is no JSON. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasStatus(answer: unknown): answer is Readonly<Record<string, unknown>> & { readonly statusCode: unknown } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "statusCode" in answer &&
    answer.statusCode !== null &&
    !Array.isArray(answer)
  );
}

/** A number, or its three digits as text. Nothing below 200: the client would wait for another. */
function toStatus(statusCode: unknown): number {
  const isGiven = typeof statusCode === "number" || (typeof statusCode === "string" && /^\d{3}$/.test(statusCode));
  const status = isGiven ? Number(statusCode) : Number.NaN;
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new BadProxyAnswer(`its statusCode is ${JSON.stringify(statusCode)}`);
}

function toBody(body: unknown, isBase64Encoded: unknown): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (isBase64Encoded !== true) return Buffer.from(text);
  if (!base64.test(text) || text.replace(/(?<!=)=+$/, "").length % 4 === 1)
    throw new BadProxyAnswer("its body is no base 64");
  return Buffer.from(text, "base64");
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
