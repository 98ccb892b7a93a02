import type { IncomingMessage, ServerResponse } from "node:http";
import { responseLimits } from "../response-limits.ts";
import { accepted, invalidState, tooLarge } from "./answer.ts";
import { readError } from "./invocation-error.ts";
import type { RuntimeSession } from "./runtime-session.ts";

/** `POST /runtime/init/error`: the function could not be loaded. */
export async function initError(
  session: RuntimeSession,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const error = await readError(request);
  if (!error) return tooLarge(response, responseLimits.bufferedBytes);
  if (session.failInit(error)) accepted(response);
  else invalidState(response, session.stateName, "InitError");
}
