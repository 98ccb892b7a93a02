import { hasDotSegments } from "../../execute-api/dot-segments.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { toAnswerHeaders } from "../../http-proxy/answer-headers.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { ServiceHost } from "../../service.ts";
import { NotReachableError, requestOutside } from "../../targets/outside-request.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import type { Asked } from "./asked.ts";
import { badRequest, type HttpAnswer, internalServerError, serviceUnavailable } from "./http-answer.ts";

/** Has another server answer. Source: "Create HTTP proxy integrations for HTTP APIs". */
export async function forwardRequest(
  host: ServiceHost,
  asked: Asked,
  integration: IntegrationRecord,
): Promise<HttpAnswer> {
  const { request, surface } = asked;
  const { IntegrationMethod: method = "ANY", TimeoutInMillis: timeoutMs = limits.integrationTimeoutMs } = integration;
  const headers = toEventHeaders(request);
  const { host: _, "content-length": __, ...kept } = headers;
  const forwarded = `by=${surface.sourceIp};for=${request.sourceIp};host=${headers.host};proto=${surface.scheme}`;
  try {
    const url = toUrl(asked, integration);
    if (!url) return badRequest;
    const answer = await requestOutside(host, {
      url,
      method: method === "ANY" ? request.method : method,
      headers: {
        ...kept,
        forwarded: kept.forwarded ? `${kept.forwarded}, ${forwarded}` : forwarded,
        via: "HTTP/1.1 AmazonAPIGateway",
      },
      body: request.body.length > 0 ? request.body : undefined,
      timeoutMs,
      answerBytes: limits.payloadBytes,
    });
    if (answer.isCut) return internalServerError("The endpoint's answer is too long.");
    return { status: answer.status, headers: toHeaders(answer.headers), body: answer.body };
  } catch (error) {
    if (error instanceof NotReachableError || error instanceof BadProxyAnswer)
      return internalServerError(error.message);
    return { ...serviceUnavailable, warning: `The endpoint could not be asked: ${String(error)}` };
  }
}

/** `{proxy}` in the URI is what the route's variable has, encoded as it came; a path that the parameters have changed takes the URI's place. Undefined if it leads elsewhere than they say. */
function toUrl(
  { request, stage, pathParameters }: Asked,
  { IntegrationUri = "", RequestParameters }: IntegrationRecord,
): URL | undefined {
  const text = withStageVariables(IntegrationUri, stage.stage.StageVariables).replace(
    /\{([A-Za-z0-9._:-]+)\+?\}/g,
    (whole, name: string) =>
      pathParameters && Object.hasOwn(pathParameters, name) ? encodePath(pathParameters[name] ?? "") : whole,
  );
  const isOverwritten = RequestParameters && Object.hasOwn(RequestParameters, "overwrite:path");
  if (hasDotSegments(isOverwritten ? request.path : text)) return undefined;
  const url = new URL(text);
  if (isOverwritten) url.pathname = request.path;
  const { rawQuery } = request;
  if (rawQuery !== "") url.search = url.search === "" ? `?${rawQuery}` : `${url.search}&${rawQuery}`;
  return url;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** Those of the endpoint, but for what is about its connection. */
function toHeaders(given: Readonly<Record<string, string | readonly string[] | undefined>>) {
  const { connection: _, "content-length": __, "transfer-encoding": ___, ...rest } = given;
  return toAnswerHeaders(rest);
}
