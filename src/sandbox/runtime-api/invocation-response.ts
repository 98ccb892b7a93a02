import type { IncomingMessage, ServerResponse } from "node:http";
import { responseLimits } from "../response-limits.ts";
import type { InvokeResult } from "../sandbox.ts";
import { accepted, invalidRequestId, readBody, tooLarge } from "./answer.ts";
import { toErrorJson } from "./error-json.ts";
import type { RuntimeSession, Turn } from "./runtime-session.ts";

/**
 * `POST /runtime/invocation/ID/response`: the function's answer. Whoever wants it as it is written gets it so, whether the runtime calls
 * it streamed (Lambda-Runtime-Function-Response-Mode) or only writes it in pieces, as Go's library does.
 */
export async function invocationResponse(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const turn = session.answer(requestId);
  if (!turn) {
    request.resume();
    return invalidRequestId(response);
  }
  const result = await takeResponse(turn, request);
  if (result.kind === "tooLarge") tooLarge(response, responseLimits.bufferedBytes);
  else if (!response.destroyed) accepted(response);
  turn.end(result);
}

async function takeResponse({ onPart }: Turn, request: IncomingMessage): Promise<InvokeResult> {
  const contentType = request.headers["content-type"];
  try {
    if (onPart && isInPieces(request)) {
      for await (const part of request as AsyncIterable<Buffer>) await onPart(part, contentType);
      return errorOf(request) ?? { kind: "success", payload: nothing, contentType };
    }
    const body = await readBody(request, responseLimits.bufferedBytes);
    if (typeof body === "number") return { kind: "tooLarge", bytes: body };
    return errorOf(request) ?? { kind: "success", payload: body, contentType };
  } catch {
    const message = "The response was interrupted before it was complete.";
    return { kind: "error", error: toErrorJson("Runtime.TruncatedResponse", message) };
  }
}

const nothing = Buffer.alloc(0);

function isInPieces({ headers }: IncomingMessage): boolean {
  const mode = String(headers["lambda-runtime-function-response-mode"]).toLowerCase();
  return mode === "streaming" || headers["transfer-encoding"] !== undefined;
}

/** One in the middle of the response comes in trailers. */
function errorOf({ trailers }: IncomingMessage): InvokeResult | undefined {
  const type = trailers["lambda-runtime-function-error-type"];
  if (!type) return undefined;
  const body = trailers["lambda-runtime-function-error-body"];
  return { kind: "error", error: body ? Buffer.from(body, "base64") : toErrorJson(type, "") };
}
