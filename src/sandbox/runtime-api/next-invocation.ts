import type { IncomingMessage, ServerResponse } from "node:http";
import type { Invocation } from "../sandbox.ts";
import { invalidState } from "./answer.ts";
import type { RuntimeSession } from "./runtime-session.ts";

/** `GET /runtime/invocation/next`: answered when there is an event. */
export function nextInvocation(session: RuntimeSession, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const isWaiting = session.next((invocation) => {
    // The client has gone: its next call gets the event.
    if (response.destroyed || response.socket?.destroyed) return false;
    response.writeHead(200, toHeaders(invocation));
    response.end(invocation.event);
    return true;
  });
  if (!isWaiting) invalidState(response, session.stateName, "Ready");
}

function toHeaders(invocation: Invocation): Record<string, string | number> {
  const { requestId, event, deadlineMs, invokedFunctionArn, clientContext, traceId } = invocation;
  return {
    "Content-Type": "application/json",
    "Content-Length": event.length,
    "Lambda-Runtime-Aws-Request-Id": requestId,
    "Lambda-Runtime-Deadline-Ms": Math.round(deadlineMs),
    "Lambda-Runtime-Invoked-Function-Arn": invokedFunctionArn,
    ...(traceId === undefined ? {} : { "Lambda-Runtime-Trace-Id": toHeaderText(traceId) }),
    ...(clientContext === undefined ? {} : { "Lambda-Runtime-Client-Context": toHeaderText(clientContext) }),
  };
}

/** A text (JSON, mostly) with what a header cannot hold written as JSON's escapes. */
function toHeaderText(json: string): string {
  return json
    .replace(/[\r\n]/g, " ")
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
