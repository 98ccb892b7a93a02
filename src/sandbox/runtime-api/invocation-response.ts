import type { IncomingMessage, ServerResponse } from "node:http";
import type { InvokeResult } from "../sandbox.ts";
import { accepted, invalidRequestId, tooLarge } from "./answer.ts";
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
  if (result.kind === "tooLarge") tooLarge(response, turn.sink.mostBytes);
  else if (!response.destroyed) accepted(response);
  turn.end(result);
}

async function takeResponse({ sink }: Turn, request: IncomingMessage): Promise<InvokeResult> {
  try {
    if (isInPieces(request)) sink.begin(request.headers["content-type"] ?? "application/octet-stream");
    for await (const chunk of request as AsyncIterable<Buffer>) await sink.write(chunk);
  } catch {
    const message = "The response was interrupted before it was complete.";
    return { kind: "error", error: toErrorJson("Runtime.TruncatedResponse", message) };
  }
  return errorOf(request) ?? sink.end();
}

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
