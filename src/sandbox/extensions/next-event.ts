import type { IncomingMessage, ServerResponse } from "node:http";
import { answer, refused } from "../runtime-api/answer.ts";
import type { Extensions } from "./extensions.ts";
import { identify } from "./identify.ts";

/** `GET /extension/event/next`: answered when there is an event. */
export function nextEvent(extensions: Extensions, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const extension = identify(extensions, request, response);
  if (!extension) return;
  const refusal = extensions.next(extension, (event) => {
    if (response.destroyed || response.socket?.destroyed) return false;
    answer(response, 200, event, { "Lambda-Extension-Event-Identifier": extensions.newEventId() });
    return true;
  });
  if (refusal) refused(response, refusal.errorType, refusal.errorMessage);
}
