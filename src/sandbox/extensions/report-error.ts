import type { IncomingMessage, ServerResponse } from "node:http";
import { accepted, refused } from "../runtime-api/answer.ts";
import type { Extensions } from "./extensions.ts";
import { identify } from "./identify.ts";

/** `POST /extension/init/error`: it cannot start. */
export function extensionInitError(extensions: Extensions, request: IncomingMessage, response: ServerResponse): void {
  reportError("InitError", extensions, request, response);
}

/** `POST /extension/exit/error`: it cannot go on. */
export function extensionExitError(extensions: Extensions, request: IncomingMessage, response: ServerResponse): void {
  reportError("ExitError", extensions, request, response);
}

const typeHeader = "Lambda-Extension-Function-Error-Type";

/** Its body is for the log of who runs it, which AWS doesn't show either. */
function reportError(
  kind: "InitError" | "ExitError",
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume();
  const extension = identify(extensions, request, response);
  if (!extension) return;
  const errorType = request.headers[typeHeader.toLowerCase()];
  if (typeof errorType !== "string" || errorType === "") {
    refused(response, "Extension.MissingHeader", `${typeHeader} not found`);
    return;
  }
  const refusal = extensions.fail(extension, kind, errorType);
  if (refusal) refused(response, refusal.errorType, refusal.errorMessage);
  else accepted(response);
}
