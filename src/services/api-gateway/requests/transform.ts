import type { Integration, IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { isHeaderName, isHeaderValue } from "../../../platform/http-header.ts";
import { matchesWhole } from "../../execute-api/selection-pattern.ts";
import { TemplateError } from "../../execute-api/templates/template.ts";
import { type TemplateValue, toText } from "../../execute-api/templates/template-values.ts";
import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";
import type { Asked } from "./asked.ts";
import { convertAnswer, convertRequest } from "./content-handling.ts";
import { internalError, unsupportedMediaType } from "./gateway-error.ts";
import { nameOfAnswer } from "./header-rules.ts";
import { isBinary, plainType } from "./media-types.ts";
import { bodyValue, type MappedParameters, type RequestValues, requestValue } from "./parameters.ts";
import type { RestAnswer } from "./rest-answer.ts";
import { templateScope } from "./template-scope.ts";

export function mapParameters(values: RequestValues, { requestParameters = {} }: Integration): MappedParameters {
  const mapped: MappedParameters = {
    headers: Object.create(null),
    query: Object.create(null),
    path: Object.create(null),
  };
  for (const [target, source] of Object.entries(requestParameters)) {
    const [, kind = "", name = ""] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    const value = requestValue(source, values);
    if (value === undefined) continue;
    if (kind === "header" && isHeaderName(name.toLowerCase()) && isHeaderValue(value)) mapped.headers[name] = value;
    if (kind === "querystring") mapped.query[name] = value;
    // A path's own variable has its escapes still; anything else is a text, which must not lead elsewhere.
    if (kind === "path") mapped.path[name] = source.startsWith("method.request.path.") ? value : escapePath(value);
  }
  return mapped;
}

function escapePath(text: string): string {
  return text.split("/").map(encodeURIComponent).join("/");
}

/** What templates have set of `$context.requestOverride` and `$context.responseOverride`. */
export type Overrides = Map<string, TemplateValue>;

/** The parameters of a request, with what its template has set of them. */
export function withOverrides(mapped: MappedParameters, overrides: Overrides): MappedParameters {
  const override = overrides.get("requestOverride");
  const of = (name: string) => {
    const values = override instanceof Map ? override.get(name) : undefined;
    return values instanceof Map ? [...values].map(([key, value]) => [key, toText(value)]) : [];
  };
  const valid = of("header").filter(
    ([name = "", value = ""]) => isHeaderName(name.toLowerCase()) && isHeaderValue(value),
  );
  return {
    headers: { ...mapped.headers, ...Object.fromEntries(valid) },
    query: { ...mapped.query, ...Object.fromEntries(of("querystring")) },
    path: { ...mapped.path, ...Object.fromEntries(of("path")) },
  };
}

export function newOverrides(): Overrides {
  const part = (): TemplateValue => new Map();
  return new Map<string, TemplateValue>([
    [
      "requestOverride",
      new Map([
        ["header", part()],
        ["querystring", part()],
        ["path", part()],
      ]),
    ],
    ["responseOverride", new Map<string, TemplateValue>([["header", part()]])],
  ]);
}

/**
 * The body that the integration is asked with: by the template of the request's type, or as it came where the integration lets it. Throws GatewayError. Source:
 * "Integration request passthrough behavior for payloads without mapping templates".
 */
export function requestBody(
  values: RequestValues,
  { requestTemplates = {}, ...integration }: Integration,
  overrides: Overrides,
): Buffer {
  const type = plainType(values.headers["content-type"]) || "application/json";
  const { request, snapshot } = values.asked;
  const isBytes = isBinary(snapshot.api.binaryMediaTypes, values.headers["content-type"]);
  const body = convertRequest(request.body, isBytes, integration.contentHandling);
  const staysBytes = isBytes && integration.contentHandling !== "CONVERT_TO_TEXT";
  const isMadeBytes = !isBytes && integration.contentHandling === "CONVERT_TO_BINARY";
  const template = Object.hasOwn(requestTemplates, type) ? requestTemplates[type] : requestTemplates.$default;
  if (template !== undefined) {
    if ((staysBytes || isMadeBytes) && values.asked.integration.type !== "MOCK")
      throw internalError("Bytes cannot go through a mapping template.");
    return run(template, values, body, overrides);
  }
  const behavior = integration.passthroughBehavior ?? "WHEN_NO_MATCH";
  const isRefused =
    behavior === "NEVER" || (behavior === "WHEN_NO_TEMPLATES" && Object.keys(requestTemplates).length > 0);
  if (isRefused) throw unsupportedMediaType();
  return body;
}

function run(template: string, values: RequestValues, body: Buffer, overrides: Overrides): Buffer {
  try {
    return Buffer.from(values.asked.templates.render(template, templateScope(values, body, overrides)));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw internalError(`A mapping template failed: ${error.message}.`);
  }
}

/** What an integration has answered, before it is the method's answer. */
export interface EndpointAnswer {
  /** What selection patterns are held against: a status, or a function's error; empty for a function without one. */
  readonly selected: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The method's answer. Throws GatewayError. Source: "Set up an integration response in API Gateway". */
export function toMethodAnswer(
  asked: Asked,
  values: RequestValues,
  endpoint: EndpointAnswer,
  overrides: Overrides,
): RestAnswer {
  const responses = Object.values(asked.integration.integrationResponses ?? {});
  const chosen =
    responses.find(
      ({ selectionPattern }) =>
        selectionPattern && endpoint.selected !== "" && matchesWhole(selectionPattern, endpoint.selected),
    ) ?? responses.find(({ selectionPattern }) => !selectionPattern);
  if (!chosen) throw internalError("No match for output mapping and no default output mapping configured.");
  const { statusCode = "200" } = chosen;
  if (!asked.method.methodResponses?.[statusCode])
    throw internalError(`Output mapping refers to an invalid method response: ${statusCode}`);
  const { type, body } = responseBody(values, chosen, endpoint, overrides);
  const headers: AnswerHeaders = {
    "content-type": type,
    ...(asked.integration.type !== "MOCK" && { "x-amzn-trace-id": asked.traceId }),
  };
  for (const [target, source] of Object.entries(chosen.responseParameters ?? {})) {
    const name = target.replace(/^method\.response\.header\./, "").toLowerCase();
    const value = responseValue(source, values, endpoint);
    const told = nameOfAnswer(name, true);
    if (value !== undefined && told !== undefined && isHeaderName(told) && isHeaderValue(value)) headers[told] = value;
  }
  return overridden({ status: Number(statusCode), headers, body }, overrides);
}

function responseBody(
  values: RequestValues,
  { responseTemplates = {}, contentHandling }: IntegrationResponse,
  endpoint: EndpointAnswer,
  overrides: Overrides,
): { readonly type: string; readonly body: Buffer } {
  const { binaryMediaTypes } = values.asked.snapshot.api;
  const isBytes = isBinary(binaryMediaTypes, endpoint.headers["content-type"]);
  const takesBytes = isBinary(binaryMediaTypes, values.headers.accept);
  const isMock = values.asked.integration.type === "MOCK";
  const given = isMock ? endpoint.body : convertAnswer(endpoint.body, isBytes, takesBytes, contentHandling);
  const isText = contentHandling === "CONVERT_TO_TEXT" || (contentHandling === undefined && !takesBytes);
  const accepted = (values.headers.accept ?? "").split(",").map(plainType);
  const type =
    accepted.find((each) => Object.hasOwn(responseTemplates, each)) ??
    (Object.hasOwn(responseTemplates, "application/json") ? "application/json" : Object.keys(responseTemplates)[0]);
  if (type === undefined) return { type: "application/json", body: given };
  const template = responseTemplates[type];
  if (template && !isText && !isMock) throw internalError("Bytes cannot go through a mapping template.");
  return { type, body: template ? run(template, values, given, overrides) : given };
}

/** `integration.response.header.NAME`, `integration.response.body.PATH`, or of the request. */
function responseValue(source: string, values: RequestValues, { headers, body }: EndpointAnswer): string | undefined {
  const [, kind, name = ""] = /^integration\.response\.(header|multivalueheader|body)\.?(.*)$/.exec(source) ?? [];
  if (kind === undefined) return requestValue(source, values);
  if (kind === "body") return bodyValue(body, name);
  return Object.hasOwn(headers, name.toLowerCase()) ? headers[name.toLowerCase()] : undefined;
}

function overridden(answer: RestAnswer, overrides: Overrides): RestAnswer {
  const override = overrides.get("responseOverride");
  if (!(override instanceof Map)) return answer;
  const given = Number(override.get("status") ?? answer.status);
  const status = Number.isInteger(given) && given >= 200 && given <= 599 ? given : answer.status;
  const headers = { ...answer.headers };
  const changed = override.get("header");
  for (const [anyCase, value] of changed instanceof Map ? changed : []) {
    const name = anyCase.toLowerCase();
    const text = toText(value);
    if (isHeaderName(name) && isHeaderValue(text)) headers[name] = text;
  }
  return { ...answer, status, headers };
}
