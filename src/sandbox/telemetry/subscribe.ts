import type { IncomingMessage, ServerResponse } from "node:http";
import type { Extensions } from "../extensions/extensions.ts";
import { identify } from "../extensions/identify.ts";
import { answer, readBody, refused } from "../runtime-api/answer.ts";
import { parseSubscription, type Subscription, SubscriptionError } from "./subscription.ts";
import type { Telemetry } from "./telemetry.ts";

type Api = Subscription["api"];

const mostBytes = 64 * 1024;

/** `PUT /telemetry`. Source: "Lambda Telemetry API reference", "Subscribe". */
export function subscribeToTelemetry(
  extensions: Extensions,
  telemetry: Telemetry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return subscribe("telemetry", extensions, telemetry, request, response);
}

/** `PUT /logs`, the Telemetry API's forerunner. Source: "Lambda Logs API". */
export function subscribeToLogs(
  extensions: Extensions,
  telemetry: Telemetry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return subscribe("logs", extensions, telemetry, request, response);
}

const closed: Readonly<Record<Api, readonly [errorType: string, errorMessage: string]>> = {
  telemetry: ["Telemetry.SubscriptionClosed", "Telemetry API subscription is closed"],
  logs: ["Logs.SubscriptionClosed", "Logs API subscription is closed"],
};

async function subscribe(
  api: Api,
  extensions: Extensions,
  telemetry: Telemetry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, mostBytes);
  const extension = identify(extensions, request, response);
  if (!extension) return;
  if (telemetry.isClosed) return refused(response, ...closed[api]);
  try {
    const subscription = parseSubscription(api, typeof body === "number" ? "" : body.toString("utf8"));
    await telemetry.subscribe(extension.name, subscription);
    answer(response, 200, "OK");
  } catch (error) {
    if (!(error instanceof SubscriptionError)) throw error;
    answer(response, 400, { errorType: "ValidationError", errorMessage: error.message });
  }
}
