import { isUtf8 } from "node:buffer";
import { scanJson } from "../../platform/json-scan.ts";
import { type AnswerHeaders, toAnswerHeaders, toCookies } from "./answer-headers.ts";
import { BadProxyAnswer } from "./bad-proxy-answer.ts";

/** An HTTP answer's status and headers. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<AnswerHeaders>;
}

export interface ProxyAnswer extends AnswerHead {
  readonly body: Buffer;
}

/** What fronts do differently. */
export interface AnswerHabits {
  /** The type of an answer with a `statusCode` that names none. */
  readonly untyped: string;
  /** Headers may stand in `multiValueHeaders`, too (version 1.0 of the payload), and what has no `statusCode` is no answer. */
  readonly isV1?: boolean;
}

const ofUrls: AnswerHabits = { untyped: "application/json" };

/**
 * What a function has answered as HTTP: an object with a `statusCode` is taken at its word, anything else is the body of a 200; of what is no JSON
 * the runtime has said the type. Throws BadProxyAnswer for an answer that cannot be sent. An answer may be megabytes of small values, of which
 * nothing is made but its head. Source: "Invoking Lambda function URLs", "Response payload format" (version 2.0), and recorded answers.
 */
export function readProxyAnswer(
  payload: Buffer,
  contentType: string | undefined,
  { untyped, isV1 = false }: AnswerHabits = ofUrls,
): ProxyAnswer {
  const scan = scanJson(isUtf8(payload) ? payload : Buffer.from(payload.toString("utf8")), members);
  if (!scan && isV1) throw new BadProxyAnswer("it is no JSON");
  if (!scan) return { ...plainHead(contentType), body: payload };
  const { compact } = scan;
  const textOf = (name: string): string => {
    const { start, end } = scan.members.get(name) ?? nowhere;
    return compact.toString("utf8", start, end);
  };
  const status = textOf("statusCode");
  if (isV1 && (status === "" || status === "null")) throw new BadProxyAnswer("it has no statusCode");
  if (status === "" || status === "null") {
    const isText = compact[0] === quote;
    return {
      status: 200,
      headers: { "content-type": json },
      body: isText ? Buffer.from(JSON.parse(compact.toString("utf8")) as string) : compact,
    };
  }
  const head = {
    statusCode: status,
    headers: textOf("headers"),
    // Each version knows one of them.
    ...(isV1 ? { multiValueHeaders: textOf("multiValueHeaders") } : { cookies: textOf("cookies") }),
  };
  if (Math.max(...Object.values(head).map((text) => text.length)) > longestHeadCharacters) {
    throw new BadProxyAnswer(`its status, headers or cookies have more than ${longestHeadCharacters} characters`);
  }
  return {
    ...readAnswerHead(parseEach(head), untyped),
    body: toBody(textOf("body"), textOf("isBase64Encoded") === "true"),
  };
}

const members = ["statusCode", "headers", "multiValueHeaders", "cookies", "body", "isBase64Encoded"];
const nowhere = { start: 0, end: 0 };
const quote = 0x22;
/** As many as a stream's prelude may have: not an AWS quota. */
const longestHeadCharacters = 1024 * 1024;

function parseEach(texts: Readonly<Record<string, string>>): object {
  const given = Object.entries(texts).filter(([, text]) => text !== "");
  return Object.fromEntries(given.map(([name, text]) => [name, JSON.parse(text)]));
}

/** Of an answer or of a stream's prelude. `contentType` is what it has if it names none. */
export function readAnswerHead(answer: object, contentType: string): AnswerHead {
  const { statusCode, headers, multiValueHeaders, cookies } = answer as Readonly<Record<string, unknown>>;
  const given = toAnswerHeaders(headers);
  if (multiValueHeaders) Object.assign(given, toAnswerHeaders(multiValueHeaders));
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

/** A number, or its three digits as text. Nothing below 200: the client would wait for another. */
function toStatus(statusCode: unknown): number {
  const isGiven = typeof statusCode === "number" || (typeof statusCode === "string" && /^\d{3}$/.test(statusCode));
  const status = isGiven ? Number(statusCode) : Number.NaN;
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  const said = typeof statusCode === "object" ? "no number" : JSON.stringify(statusCode)?.slice(0, 64);
  throw new BadProxyAnswer(`its statusCode is ${said}`);
}

/** `json` is empty for an answer without a body. What is no text is sent as JSON. */
function toBody(json: string, isBase64: boolean): Buffer {
  if (json === "" || json === "null") return Buffer.alloc(0);
  const text = json.startsWith('"') ? (JSON.parse(json) as string) : json;
  if (!isBase64) return Buffer.from(text);
  if (!base64.test(text) || text.replace(/(?<!=)=+$/, "").length % 4 === 1)
    throw new BadProxyAnswer("its body is no base 64");
  return Buffer.from(text, "base64");
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
