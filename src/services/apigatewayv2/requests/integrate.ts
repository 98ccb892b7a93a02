import type { ServiceHost } from "../../service.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import type { Asked, Authorized } from "./asked.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { invokeFunction } from "./invoke-function.ts";
import { changeAnswer, changeRequest } from "./parameter-mapping.ts";

/** Has the route's target answer, with what the integration changes of the request before and of the answer after. */
export async function integrate(
  host: ServiceHost,
  asked: Asked,
  authorized: Authorized,
  integration: IntegrationRecord,
): Promise<HttpAnswer> {
  if (integration.IntegrationSubtype !== undefined) return ofService(host, asked, authorized, integration);
  const changed = changeRequest(asked, authorized, integration.RequestParameters);
  const startedMs = host.clock.monotonicMs();
  const answer =
    integration.IntegrationType === "HTTP_PROXY"
      ? await (await import("./forward-request.ts")).forwardRequest(host, changed, integration)
      : await invokeFunction(host, changed, authorized, integration);
  const latencyMs = host.clock.monotonicMs() - startedMs;
  const mapped = changeAnswer(answer, asked, authorized, integration.ResponseParameters);
  return { ...mapped, integration: { status: answer.status, latencyMs } };
}

/** Its request parameters are the operation's, not changes of the request. */
async function ofService(
  host: ServiceHost,
  asked: Asked,
  authorized: Authorized,
  integration: IntegrationRecord,
): Promise<HttpAnswer> {
  const startedMs = host.clock.monotonicMs();
  const answer = await (await import("./call-service.ts")).callService(host, asked, authorized, integration);
  const latencyMs = host.clock.monotonicMs() - startedMs;
  const mapped = changeAnswer(answer, asked, authorized, integration.ResponseParameters);
  return { ...mapped, integration: { status: answer.status, latencyMs } };
}
