import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { toEventValues } from "../../http-proxy/payload-v1.ts";
import type { ServedApi, ServedRoute, ServedStage } from "../requests/served-api.ts";

/** Something that a route's integration is told of: a client that comes, a message, a client that has gone. */
export interface Exchange {
  readonly served: ServedApi;
  readonly stage: ServedStage;
  readonly found: ServedRoute;
  readonly context: Readonly<Record<string, unknown>>;
  /** Empty unless it is a message. */
  readonly body: Buffer;
  /** Headers and query: a handshake's, and the few that AWS says of a client that has gone. */
  readonly values: Partial<ReturnType<typeof toEventValues>>;
  readonly traceId: string;
}

/** What an integration has answered. */
export interface Integrated {
  /** Of a mock what its template says, of a function that is no proxy 200. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly latencyMs: number | undefined;
}

/** Thrown where there is no answer of the integration. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  /** As a handshake is answered; a message is answered by the text. */
  readonly status: number;
  /** What the owner must know, for Squall's log and the access log. */
  readonly warning: string | undefined;
  /** It was the integration that failed. */
  readonly isOfIntegration: boolean;

  constructor(status: number, text: string, warning?: string, isOfIntegration = false) {
    super(text);
    this.status = status;
    this.warning = warning;
    this.isOfIntegration = isOfIntegration;
  }
}

export function internalServerError(warning: string, status = 500): ExchangeError {
  return new ExchangeError(status, "Internal server error", warning, true);
}

export function timedOut(): ExchangeError {
  return new ExchangeError(504, "Endpoint request timed out", "The integration did not answer in time.", true);
}

export const forbidden = () => new ExchangeError(403, "Forbidden");
export const unauthorized = () => new ExchangeError(401, "Unauthorized");
export const limitExceeded = () => new ExchangeError(429, "Limit Exceeded");
export const tooManyRequests = () => new ExchangeError(429, "Too Many Requests");

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/ROUTEKEY`: what the policies of functions and of callers are asked for. */
export function routeArn({ served: { at, api }, stage, found }: Pick<Exchange, "served" | "stage" | "found">): string {
  return executeApiArn(at, api.ApiId, `${stage.stage.StageName}/${found.route.RouteKey}`);
}

/** A function's event. Source: "Example WebSocket API Lambda events" and recorded ones: what there is nothing of is left out. */
export function toEvent({ values, context, body, stage }: Exchange): Buffer {
  const { StageVariables = {} } = stage.stage;
  const { queryStringParameters, multiValueQueryStringParameters, ...headers } = values;
  return Buffer.from(
    JSON.stringify({
      ...headers,
      ...(queryStringParameters && { queryStringParameters, multiValueQueryStringParameters }),
      ...(Object.keys(StageVariables).length > 0 && { stageVariables: StageVariables }),
      requestContext: context,
      ...(body.length > 0 && { body: body.toString() }),
      isBase64Encoded: false,
    }),
  );
}
