import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";

/** What goes to the client, before the API's own headers. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Buffer;
  /** Why it is the API's own and not the integration's: for access logs. */
  readonly error?: { readonly type: string; readonly message: string };
  /** What the integration answered, and how long it took. */
  readonly integration?: { readonly status: number; readonly latencyMs: number };
  /** What an owner must know who wonders about a 500. */
  readonly warning?: string;
}

/** Source: "Troubleshooting HTTP API errors": how an API refuses by itself. */
function refusal(status: number, message: string, type: string): HttpAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ message })),
    error: { type, message },
  };
}

/** Of a path that would lead elsewhere than the integration says. Ours. */
export const badRequest = refusal(400, "Bad Request", "BAD_REQUEST_PARAMETERS");
export const notFound = refusal(404, "Not Found", "NOT_FOUND");
export const forbidden = refusal(403, "Forbidden", "ACCESS_DENIED");
export const tooManyRequests = refusal(429, "Too Many Requests", "THROTTLED");
export const entityTooLarge = refusal(413, "Request Entity Too Large", "REQUEST_TOO_LARGE");
export const serviceUnavailable = refusal(503, "Service Unavailable", "INTEGRATION_TIMEOUT");

/** `challenge` is the header's value, where the caller should have brought a token. */
export function unauthorized(challenge?: string): HttpAnswer {
  const answer = refusal(401, "Unauthorized", "UNAUTHORIZED");
  return challenge === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, "www-authenticate": challenge } };
}

export function internalServerError(warning: string): HttpAnswer {
  return { ...refusal(500, "Internal Server Error", "INTEGRATION_FAILURE"), warning };
}
