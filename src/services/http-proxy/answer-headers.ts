import { isHeaderName, isHeaderValue } from "../../platform/http-header.ts";
import { BadProxyAnswer } from "./bad-proxy-answer.ts";

/**
 * What a function may not say of the connection to its client, because the front does: it goes under another name, so that who looks finds it. A
 * `content-length` that is wrong would split the answer or hold the client. Source: "Amazon API Gateway important notes", which function URLs were
 * recorded to share (`x-amzn-Remapped-content-length`, `-www-authenticate`).
 */
const remapped: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
  "x-amzn-requestid",
]);

/** What has no meaning beyond the connection, and is dropped. */
const dropped: ReadonlySet<string> = new Set(["keep-alive", "proxy-connection", "te", "transfer-encoding"]);

/** Headers by lower-case names; several of one name are a list, which only cookies are. */
export type AnswerHeaders = Record<string, string | readonly string[]>;

/**
 * A function's headers as they go to the client. Of names that differ only in case the last counts, but each cookie does: so frameworks give several. Throws BadProxyAnswer for what is no header: a name or value that HTTP can't
 * carry, or a value that is no text, number or truth value, nor a list of such.
 */
export function toAnswerHeaders(given: unknown): AnswerHeaders {
  const headers: AnswerHeaders = Object.create(null);
  const cookies: string[] = [];
  if (given === undefined || given === null) return headers;
  if (typeof given !== "object" || Array.isArray(given)) throw new BadProxyAnswer("its headers are no object");
  for (const [anyCase, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    const name = anyCase.toLowerCase();
    if (!isHeaderName(name)) throw new BadProxyAnswer(`${JSON.stringify(anyCase)} is no name of a header`);
    if (dropped.has(name)) continue;
    if (name === "set-cookie") {
      for (const cookie of toCookies(Array.isArray(value) ? value : [value])) cookies.push(cookie);
      continue;
    }
    const text = toText(value);
    if (text === undefined || !isHeaderValue(text)) {
      throw new BadProxyAnswer(`the value of its header ${name} cannot be sent`);
    }
    headers[remapped.has(name) ? `x-amzn-Remapped-${name}` : name] = text;
  }
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  return headers;
}

/** The values of `set-cookie`. Throws BadProxyAnswer. */
export function toCookies(given: unknown): readonly string[] {
  if (given === undefined || given === null) return [];
  const cookies = Array.isArray(given) ? given.map(toText) : [undefined];
  if (!cookies.every((each) => each !== undefined && isHeaderValue(each))) {
    throw new BadProxyAnswer("its cookies are no list of texts that can be sent");
  }
  return cookies as string[];
}

function toText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return toPlainText(value);
  const texts = value.map(toPlainText);
  return texts.every((each) => each !== undefined) ? texts.join(",") : undefined;
}

function toPlainText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
