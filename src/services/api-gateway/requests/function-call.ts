import { AwsError } from "../../../platform/aws-error.ts";
import type { FunctionCall } from "../../execute-api/call-function.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { type Asked, methodArn } from "./asked.ts";
import { internalError, requestTooLarge } from "./gateway-error.ts";

/** The function that a method's integration names. */
export function functionCall(asked: Asked): FunctionCall {
  const { integration, at, traceId, stageVariables } = asked;
  return {
    uri: withStageVariables(integration.uri ?? "", stageVariables),
    credentials: integration.credentials,
    at,
    arn: methodArn(asked),
    traceId,
  };
}

/** What the client is told of a function that could not be called. */
export function toInvocationError(error: unknown): unknown {
  if (error instanceof BadProxyAnswer) return internalError(error.message);
  if (!(error instanceof AwsError)) return error;
  if (error.code === "RequestTooLargeException" || error.code === "RequestEntityTooLargeException")
    return requestTooLarge();
  const isBusy = error.code === "TooManyRequestsException";
  return internalError(`The function could not be invoked: ${error.message}`, isBusy ? 502 : 500);
}
