import type { IncomingMessage, ServerResponse } from "node:http";
import { answer, readBody, refused } from "../runtime-api/answer.ts";
import { type Extensions, isRefusal } from "./extensions.ts";

const mostBytes = 64 * 1024;

/** `POST /extension/register`. Source: "Using the Lambda Extensions API to create extensions", "Register". */
export async function register(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, mostBytes);
  const name = request.headers["lambda-extension-name"];
  if (typeof name !== "string" || name === "") {
    return refused(response, "Extension.InvalidExtensionName", "Empty extension name");
  }
  const events = parseEvents(typeof body === "number" ? "" : body.toString("utf8"));
  if (typeof events === "string") return refused(response, "InvalidRequestFormat", events);
  const extension = extensions.register(name, events);
  if (isRefusal(extension)) return refused(response, extension.errorType, extension.errorMessage);
  const { functionName, functionVersion, accountId } = extensions.spec;
  const features = String(request.headers["lambda-extension-accept-feature"] ?? "").split(",");
  const wantsAccount = features.some((feature) => feature.trim() === "accountId");
  answer(
    response,
    200,
    { functionVersion, functionName, handler: extensions.handler, ...(wantsAccount ? { accountId } : {}) },
    { "Lambda-Extension-Identifier": extension.id },
  );
}

/** The events, or what is wrong with the body. */
function parseEvents(text: string): string[] | string {
  let body: { events?: unknown; configurationKeys?: unknown };
  try {
    body = JSON.parse(text) as typeof body;
  } catch (error) {
    return (error as Error).message;
  }
  if (Array.isArray(body?.configurationKeys) && body.configurationKeys.length > 0) {
    return "configurationKeys are deprecated; use environment variables instead";
  }
  const events = body?.events ?? [];
  const isList = Array.isArray(events) && events.every((event) => typeof event === "string");
  return isList ? events : "events is not a list of names";
}
