import { AwsError } from "../platform/aws-error.ts";
import type { ServiceCodec, WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";

/** How far the request had come. */
interface Failed {
  readonly request: HttpRequest;
  readonly target: Target | undefined;
  readonly codec: ServiceCodec | undefined;
  readonly requestId: string;
  readonly operationName: string;
}

/** The service's error answer; what is no AwsError is a fault of ours, of which the client learns nothing more. */
export function encodeFailure(
  error: unknown,
  { request, target, codec, requestId, operationName }: Failed,
): WireResponse {
  const known = error instanceof AwsError ? inWordsOf(target, error) : internalFailure(target);
  if (target && codec) {
    return codec.encodeError(target.protocol, known, requestId, {
      head: request.method === "HEAD",
      operation: operationName,
      accept: request.headers.accept,
      hasDetail: target.habits.hasErrorDetail,
      queryMode: request.headers["x-amzn-query-mode"],
    });
  }
  return {
    status: known.status ?? 400,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ __type: known.code, message: known.message }),
  };
}

function internalFailure(target: Target | undefined): AwsError {
  return new AwsError(target?.habits.faultCode ?? "InternalFailure", "An internal error occurred.", { status: 500 });
}

/** One denial, and one thing that isn't built, as each family of services names it. */
function inWordsOf(target: Target | undefined, error: AwsError): AwsError {
  const own = target?.habits.reword?.(error) ?? error;
  if (own.code !== "AccessDenied" || !target) return own;
  if (!/json|cbor/i.test(target.protocol)) return own;
  return new AwsError("AccessDeniedException", own.message, {
    status: target.protocol.startsWith("awsJson") ? 400 : 403,
    fields: own.fields,
  });
}
