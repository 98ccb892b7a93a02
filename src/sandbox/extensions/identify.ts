import type { IncomingMessage, ServerResponse } from "node:http";
import { refused } from "../runtime-api/answer.ts";
import type { Extension } from "./extension.ts";
import type { Extensions } from "./extensions.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The extension that a request names in `Lambda-Extension-Identifier`. Where there is none the request has been answered. */
export function identify(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Extension | undefined {
  const id = request.headers["lambda-extension-identifier"];
  if (typeof id !== "string" || id === "") {
    refused(response, "Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");
  } else if (!uuid.test(id)) {
    refused(response, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");
  } else {
    const extension = extensions.find(id.toLowerCase());
    if (extension) return extension;
    refused(response, "Extension.UnknownExtensionIdentifier", `Unknown extension ${id}`);
  }
  return undefined;
}
