import type { IncomingMessage, ServerResponse } from "node:http";
import { responseLimits } from "../response-limits.ts";
import { accepted, invalidRequestId, readBody, tooLarge } from "./answer.ts";
import { toErrorJson } from "./error-json.ts";
import type { RuntimeSession } from "./runtime-session.ts";

/** `POST /runtime/invocation/ID/error`: the function has failed. Its body is what the caller gets. */
export async function invocationError(
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
  const error = await readError(request);
  if (!error) {
    tooLarge(response, responseLimits.bufferedBytes);
    turn.end({ kind: "error", error: toErrorJson("Runtime.Unknown", "The error was too large to be reported.") });
    return;
  }
  accepted(response);
  turn.end({ kind: "error", error });
}

/** Undefined if it is too large. */
export async function readError(request: IncomingMessage): Promise<Buffer | undefined> {
  const body = await readBody(request, responseLimits.bufferedBytes);
  if (typeof body === "number") return undefined;
  const type = request.headers["lambda-runtime-function-error-type"];
  return body.length > 0 ? body : toErrorJson(typeof type === "string" ? type : "Runtime.Unknown", "");
}
