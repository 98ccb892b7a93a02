import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";
import { defaultResponse, type GatewayResponseType } from "../gateway-responses/gateway-response.ts";
import type { GatewayResponseRecord } from "../parts/part.ts";

/** Why an API answers by itself and not by its integration. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly type: GatewayResponseType;
  /** `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** What the client is told; null where AWS tells nothing. */
  readonly told: string | null;
  /** Where it is another than the type's own. */
  readonly status: number | undefined;
  /** What was wrong with the body. */
  readonly faults: string | undefined;

  constructor(
    type: GatewayResponseType,
    errorType: string,
    told: string | null,
    { status, reason, faults }: { readonly status?: number; readonly reason?: string; readonly faults?: string } = {},
  ) {
    super(reason ?? told ?? type);
    this.type = type;
    this.errorType = errorType;
    this.told = told;
    this.status = status;
    this.faults = faults;
  }
}

/** Source: "Gateway response types for API Gateway", and recorded answers. */
export function missingToken(): GatewayError {
  return new GatewayError(
    "MISSING_AUTHENTICATION_TOKEN",
    "MissingAuthenticationTokenException",
    "Missing Authentication Token",
  );
}

export function accessDenied(message: string): GatewayError {
  return new GatewayError("ACCESS_DENIED", "AccessDeniedException", message);
}

export function unauthorized(): GatewayError {
  return new GatewayError("UNAUTHORIZED", "UnauthorizedException", "Unauthorized");
}

/** `reason` is for the API's owner. */
export function authorizerFailed(reason: string): GatewayError {
  return new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", "AuthorizerConfigurationException", null, { reason });
}

export function invalidKey(): GatewayError {
  return new GatewayError("INVALID_API_KEY", "ForbiddenException", "Forbidden");
}

export function throttled(): GatewayError {
  return new GatewayError("THROTTLED", "TooManyRequestsException", "Too Many Requests");
}

export function quotaExceeded(): GatewayError {
  return new GatewayError("QUOTA_EXCEEDED", "LimitExceededException", "Limit Exceeded");
}

export function requestTooLarge(): GatewayError {
  return new GatewayError("REQUEST_TOO_LARGE", "RequestTooLargeException", "Request Too Long");
}

export function unsupportedMediaType(): GatewayError {
  return new GatewayError("UNSUPPORTED_MEDIA_TYPE", "BadRequestException", "Unsupported Media Type");
}

export function badParameters(names: readonly string[]): GatewayError {
  const told = `Missing required request parameters: [${names.join(", ")}]`;
  return new GatewayError("BAD_REQUEST_PARAMETERS", "BadRequestException", told);
}

/** Of a path that would lead elsewhere than the integration says. Ours. */
export function badPath(): GatewayError {
  return new GatewayError("BAD_REQUEST_PARAMETERS", "BadRequestException", "Bad Request");
}

/** `faults` are told where a gateway response asks for them. */
export function badBody(faults: string): GatewayError {
  return new GatewayError("BAD_REQUEST_BODY", "BadRequestException", "Invalid request body", { faults });
}

export function timedOut(): GatewayError {
  return new GatewayError("INTEGRATION_TIMEOUT", "InternalServerErrorException", "Endpoint request timed out");
}

/** 500, and 502 of a function that has answered what is no answer. */
export function internalError(reason: string, status = 500): GatewayError {
  return new GatewayError("DEFAULT_5XX", "InternalServerErrorException", "Internal server error", { status, reason });
}

/** The endpoint could not be reached. */
export function integrationFailed(reason: string): GatewayError {
  return new GatewayError("INTEGRATION_FAILURE", "InternalServerErrorException", "Internal server error", {
    status: 500,
    reason,
  });
}

/** What fills a gateway response's templates and parameters in: `context.stage`, `method.request.header.Origin`. */
export type Lookup = (source: string) => string | undefined;

/**
 * The error as the API's gateway responses have it. Their templates are no programs: variables are put in as they stand. Source: "Gateway responses in API
 * Gateway".
 */
export function toGatewayAnswer(error: GatewayError, own: readonly GatewayResponseRecord[], lookup: Lookup) {
  const isOwn = (type: string) => own.find(({ responseType }) => responseType === type);
  const fallback = error.type.startsWith("DEFAULT") ? undefined : defaultTypeOf(error);
  const found = isOwn(error.type) ?? (fallback === undefined ? undefined : isOwn(fallback));
  const response = found ?? defaultResponse(error.type);
  const chosen = found?.statusCode ? Number(found.statusCode) : undefined;
  const status = chosen ?? error.status ?? Number(defaultResponse(error.type).statusCode ?? 500);
  const message = error.told;
  const value = (source: string): string | undefined => {
    if (source === "context.error.message") return message ?? "null";
    if (source === "context.error.messageString") return JSON.stringify(message);
    // Templates put it between quotes: those that it has must not end them.
    if (source === "context.error.validationErrorString")
      return error.faults === undefined ? undefined : JSON.stringify(error.faults).slice(1, -1);
    if (source === "context.error.responseType") return error.type;
    return lookup(source);
  };
  const [type = "application/json", template = ""] =
    Object.entries(response.responseTemplates ?? {}).find(([each]) => each === "application/json") ??
    Object.entries(response.responseTemplates ?? {})[0] ??
    [];
  const body =
    !found && ofIntegrations.has(error.type)
      ? `{"message": ${JSON.stringify(message)}}`
      : template.replace(
          /\$\{([\w.-]+)\}|\$((?:context|stageVariables|method)\.[\w.-]*\w)/g,
          (_, wrapped: string | undefined, plain: string | undefined) => value(wrapped ?? plain ?? "") ?? "",
        );
  const headers: AnswerHeaders = { "content-type": type, "x-amzn-errortype": error.errorType };
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const name = target.replace(/^gatewayresponse\.header\./, "").toLowerCase();
    const text = source.startsWith("'") ? source.slice(1, -1) : value(source);
    if (text !== undefined && !/[\r\n\0]/.test(text)) headers[name] = text;
  }
  return { status, headers, body: Buffer.from(body) };
}

/** What is told of integrations comes with a space where the API has no response of its own: 36 bytes for "Internal server error", as recorded. */
const ofIntegrations: ReadonlySet<GatewayResponseType> = new Set([
  "DEFAULT_5XX",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
]);

function defaultTypeOf({ type, status }: GatewayError): GatewayResponseType {
  return (status ?? Number(defaultResponse(type).statusCode)) >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX";
}
