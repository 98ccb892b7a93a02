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
    });
  }
  return {
    status: known.status ?? 400,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ __type: known.code, message: known.message }),
  };
}

function internalFailure(target: Target | undefined): AwsError {
  const code = target?.facts.name === "s3" ? "InternalError" : "InternalFailure";
  return new AwsError(code, "An internal error occurred.", { status: 500 });
}

/** One denial, and one thing that isn't built, as each family of services names it. */
function inWordsOf(target: Target | undefined, error: AwsError): AwsError {
  // Tools that read every setting of a bucket go on at this code, and only at this one.
  if (target?.facts.name === "s3" && error.code === "InternalFailure" && error.status === 501) {
    return new AwsError("NotImplemented", error.message, { status: 501 });
  }
  if (error.code === "ServiceUnavailable" && target?.facts.name === "s3") {
    return new AwsError("SlowDown", "Please reduce your request rate.", { status: 503 });
  }
  if (error.code !== "AccessDenied" || !target) return error;
  const code =
    target.protocol === "ec2Query"
      ? "UnauthorizedOperation"
      : target.protocol.match(/json|cbor/i)
        ? "AccessDeniedException"
        : undefined;
  if (!code) return error;
  return new AwsError(code, error.message, {
    status: target.protocol.startsWith("awsJson") ? 400 : 403,
    fields: error.fields,
  });
}
