import { isHeaderName } from "../../../platform/http-header.ts";
import { type AnswerHeaders, toAnswerHeaders } from "../../http-proxy/answer-headers.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import type { RestAnswer } from "./rest-answer.ts";

const members: ReadonlySet<string> = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/**
 * What a function has answered a REST API: an object of these members alone, none of which must be there. Base 64 is decoded only where the client takes
 * bytes. Throws BadProxyAnswer. Source: "Lambda proxy integrations in API Gateway", "Output format", and recorded answers.
 */
export function readRestAnswer(payload: Buffer, takesBytes: boolean): RestAnswer {
  const answer = parse(payload);
  if (typeof answer !== "object" || answer === null || Array.isArray(answer))
    throw new BadProxyAnswer("it is no JSON object");
  const {
    statusCode = 200,
    headers,
    multiValueHeaders,
    body,
    isBase64Encoded,
    ...others
  } = answer as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined || Object.keys(answer).length === 0)
    throw new BadProxyAnswer(`it may have ${[...members].join(", ")} alone`);
  return {
    status: toStatus(statusCode),
    headers: mergeHeaders(headers, multiValueHeaders),
    body: toBody(body, isBase64Encoded === true && takesBytes),
  };
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    throw new BadProxyAnswer("it is no JSON");
  }
}

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

function toBody(body: unknown, isBase64: boolean): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return isBase64 ? Buffer.from(text, "base64") : Buffer.from(text);
}
