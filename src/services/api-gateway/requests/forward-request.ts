import type { IncomingHttpHeaders } from "node:http";
import { hasDotSegments } from "../../execute-api/dot-segments.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { type AnswerHeaders, toAnswerHeaders } from "../../http-proxy/answer-headers.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { ServiceHost } from "../../service.ts";
import { NoAnswerError, NotReachableError, openOutside, requestOutside } from "../../targets/outside-request.ts";
import { limits } from "../limits.ts";
import type { Asked } from "./asked.ts";
import { badPath, integrationFailed, internalError, timedOut } from "./gateway-error.ts";
import { notForwarded } from "./header-rules.ts";
import type { MappedParameters } from "./parameters.ts";
import type { RestAnswer } from "./rest-answer.ts";

/**
 * Has another server answer: with `body` what the templates have made, and the mapped parameters alone; without it the request as it came. Throws GatewayError.
 * Source: "HTTP integrations for REST APIs in API Gateway".
 */
export async function forwardRequest(
  host: ServiceHost,
  asked: Asked,
  mapped: MappedParameters,
  body: Buffer | undefined,
): Promise<RestAnswer> {
  const { request, integration } = asked;
  const isProxy = body === undefined;
  const sent = body ?? request.body;
  const { httpMethod: method = "ANY", timeoutInMillis: timeoutMs = limits.integrationTimeoutMs } = integration;
  try {
    const url = toUrl(asked, mapped, isProxy);
    asked.trace?.(`Sending request to ${url}`);
    const outside = {
      url,
      method: method === "ANY" ? request.method : method,
      headers: headersOf(asked, mapped, isProxy),
      body: sent.length > 0 ? sent : undefined,
      timeoutMs,
      ...(asked.clientCertificate && { clientCertificate: asked.clientCertificate }),
    };
    if (isProxy && integration.responseTransferMode === "STREAM") {
      const startedMs = host.clock.monotonicMs();
      const { status, headers, body: source } = await openOutside(host, outside);
      const { toStreamedBody } = await import("./streamed-body.ts");
      const streamed = toStreamedBody(host, asked, source, startedMs);
      // A reader that goes ends the endpoint's connection, too.
      void streamed.ended.then(() => source.destroy());
      return { status, headers: toHeaders(headers), body: Buffer.alloc(0), streamed };
    }
    const answer = await requestOutside(host, { ...outside, answerBytes: limits.payloadBytes });
    if (answer.isCut) throw internalError("The endpoint's answer is too long.");
    return { status: answer.status, headers: toHeaders(answer.headers), body: answer.body };
  } catch (error) {
    if (error instanceof NotReachableError) throw integrationFailed(error.message);
    if (error instanceof BadProxyAnswer) throw internalError(error.message);
    if ((error as { name?: string }).name === "GatewayError") throw error;
    if (error instanceof NoAnswerError) throw timedOut();
    throw integrationFailed(`The endpoint could not be asked: ${String(error)}`);
  }
}

/** That the connection ends is how we ask, and nothing that the endpoint says of itself. */
function toHeaders({ connection, ...told }: IncomingHttpHeaders): AnswerHeaders {
  return toAnswerHeaders({ ...told, ...(connection !== undefined && { connection: "keep-alive" }) });
}

function headersOf({ request, api, traceId }: Asked, { headers }: MappedParameters, isProxy: boolean) {
  const { host: _, "content-length": __, ...kept } = toEventHeaders(request);
  const type = kept["content-type"] ?? "application/json";
  const forwarded = Object.fromEntries(Object.entries(kept).filter(([name]) => !notForwarded.has(name)));
  const own = isProxy
    ? forwarded
    : { accept: "application/json", "content-type": type, "user-agent": `AmazonAPIGateway_${api.id}` };
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { ...own, "x-amzn-apigateway-api-id": api.id, "x-amzn-trace-id": traceId, ...lower };
}

/** `{name}` in the URI is what the parameters have put there. */
function toUrl({ integration, stageVariables, request }: Asked, mapped: MappedParameters, isProxy: boolean): URL {
  const text = withStageVariables(integration.uri ?? "", stageVariables).replace(
    /\{([A-Za-z0-9._:-]+)\+?\}/g,
    (whole, name: string) => (Object.hasOwn(mapped.path, name) ? (mapped.path[name] ?? "") : whole),
  );
  if (!URL.canParse(text)) throw internalError("Invalid endpoint address");
  if (hasDotSegments(text)) throw badPath();
  const url = new URL(text);
  if (isProxy && request.rawQuery !== "")
    url.search = url.search === "" ? `?${request.rawQuery}` : `${url.search}&${request.rawQuery}`;
  // As recorded: what the client has sent of the same name stays.
  for (const [name, value] of Object.entries(mapped.query)) {
    if (isProxy) url.searchParams.append(name, value);
    else url.searchParams.set(name, value);
  }
  return url;
}
