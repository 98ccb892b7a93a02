import { isUtf8 } from "node:buffer";
import { isHeaderName } from "../../../platform/http-header.ts";
import { scanJson } from "../../../platform/json-scan.ts";
import { type AnswerHeaders, toAnswerHeaders, toCookies } from "../../http-proxy/answer-headers.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { parseAnswer } from "../../http-proxy/proxy-answer.ts";
import type { RestAnswer } from "./rest-answer.ts";

const members = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/** Of the status and the headers together: not an AWS quota. */
const longestHeadCharacters = 1024 * 1024;

/**
 * What a function has answered a REST API: an object of these members alone, none of which must be there. Base 64 is decoded only where the client takes
 * bytes. An answer may be megabytes of small values, of which nothing is made but its head. Throws BadProxyAnswer. Source: "Lambda proxy integrations in API
 * Gateway", "Output format", and recorded answers.
 */
export function readRestAnswer(payload: Buffer, takesBytes: boolean): RestAnswer {
  const scan = scanJson(isUtf8(payload) ? payload : Buffer.from(payload.toString("utf8")), members);
  if (scan?.compact[0] !== braceOpen) throw new BadProxyAnswer("it is no JSON object");
  const { compact } = scan;
  const texts = new Map([...scan.members].map(([name, { start, end }]) => [name, compact.subarray(start, end)]));
  // What the members take, with their names, colons and commas: anything beside them would make it longer.
  let length = 1 + Math.max(texts.size, 1);
  for (const [name, text] of texts) length += name.length + 3 + text.length;
  if (texts.size === 0 || length !== compact.length)
    throw new BadProxyAnswer(`it may have ${members.join(", ")} alone`);
  const head = ["statusCode", "headers", "multiValueHeaders"].map((name) => texts.get(name)?.toString() ?? "null");
  if (head.join("").length > longestHeadCharacters) throw new BadProxyAnswer("its headers are too long");
  const [status, headers, multiValueHeaders] = head.map((text) => JSON.parse(text) as unknown);
  return {
    status: toStatus(status ?? 200),
    headers: mergeHeaders(headers, multiValueHeaders),
    body: toBody(texts.get("body"), takesBytes && texts.get("isBase64Encoded")?.toString() === "true"),
  };
}

/** The metadata that a streamed answer begins with; cookies have a member of their own. Throws BadProxyAnswer. */
export function readStreamHead(text: string): Pick<RestAnswer, "status" | "headers"> {
  const metadata = parseAnswer(text);
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata))
    throw new BadProxyAnswer("its metadata is no JSON object");
  const { statusCode, headers: given, multiValueHeaders, cookies } = metadata as Record<string, unknown>;
  const headers = mergeHeaders(given, multiValueHeaders);
  const set = [...[headers["set-cookie"] ?? []].flat(), ...toCookies(cookies)];
  return { status: toStatus(statusCode), headers: set.length > 0 ? { ...headers, "set-cookie": set } : headers };
}

const braceOpen = 0x7b;
const quote = 0x22;

function toStatus(statusCode: unknown): number {
  const status =
    typeof statusCode === "string" && /^\d{3}$/.test(statusCode) ? Number(statusCode) : (statusCode ?? 200);
  if (typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new BadProxyAnswer("its statusCode is none");
}

/** Several values of a name go out after one another, those of `multiValueHeaders` first. */
function mergeHeaders(headers: unknown, multiValueHeaders: unknown): AnswerHeaders {
  const merged = new Map<string, unknown[]>();
  for (const [given, isMany] of [
    [multiValueHeaders, true],
    [headers, false],
  ] as const) {
    if (given === undefined || given === null) continue;
    if (typeof given !== "object" || Array.isArray(given)) throw new BadProxyAnswer("its headers are no object");
    for (const [anyCase, value] of Object.entries(given)) {
      if (isMany !== Array.isArray(value))
        throw new BadProxyAnswer(`the value of its header ${anyCase} cannot be sent`);
      const name = anyCase.toLowerCase();
      if (!isHeaderName(name)) throw new BadProxyAnswer(`${JSON.stringify(anyCase)} is no name of a header`);
      merged.set(name, [...(merged.get(name) ?? []), ...(Array.isArray(value) ? value : [value])]);
    }
  }
  const single = Object.fromEntries(
    [...merged].map(([name, values]) => [name, name === "set-cookie" ? values : values.map(String).join(", ")]),
  );
  const answer = toAnswerHeaders(single);
  answer["content-type"] ??= "application/json";
  return answer;
}

/** What is no text is sent as JSON. */
function toBody(json: Buffer | undefined, isBase64: boolean): Buffer {
  if (!json || json.toString("utf8", 0, 5) === "null") return Buffer.alloc(0);
  const text = json[0] === quote ? (JSON.parse(json.toString()) as string) : json.toString();
  return isBase64 ? Buffer.from(text, "base64") : Buffer.from(text);
}
