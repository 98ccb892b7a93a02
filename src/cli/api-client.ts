import { ConfigError } from "../config.ts";

/** Where a command's requests go and as whom: an `open` server takes any key. */
export interface ApiTarget {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
}

export const defaultEndpoint = "http://localhost:4566";

/** Flags over the environment variables that every AWS tool reads. */
export function apiTarget(flags: { endpoint?: string; region?: string }): ApiTarget {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID } = process.env;
  return {
    endpoint: flags.endpoint ?? AWS_ENDPOINT_URL ?? defaultEndpoint,
    region: flags.region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? "us-east-1",
    accessKeyId: AWS_ACCESS_KEY_ID ?? "test",
  };
}

/** An error that AWS's API answered. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Sends one request as the SDKs do, but for the signature's value, which only an `enforce` server looks at. Throws ConfigError if
 * nothing answers, ApiError for an error answer.
 */
export async function sendRequest(
  target: ApiTarget,
  service: string,
  request: { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Response> {
  const { endpoint, region, accessKeyId } = target;
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${accessKeyId}/${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const headers = {
    ...request.headers,
    "x-amz-date": date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
  };
  const response = await fetch(`${endpoint}${request.path}`, {
    method: request.method,
    headers,
    body: request.body,
  }).catch(() => {
    throw new ConfigError(`nothing answers at ${endpoint}: start it with \`npm start\`, or name it with --endpoint.`);
  });
  if (response.ok) return response;
  const text = await response.text();
  throw toApiError(response, text);
}

/** One operation of a JSON-RPC service: `callJson(target, "logs", "Logs_20140328.FilterLogEvents", {…})`. */
export async function callJson<T>(target: ApiTarget, service: string, operation: string, input: object): Promise<T> {
  const response = await sendRequest(target, service, {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": operation },
    body: JSON.stringify(input),
  });
  return (await response.json()) as T;
}

function toApiError(response: Response, text: string): ApiError {
  try {
    const body = JSON.parse(text) as { __type?: string; message?: string; Message?: string };
    const code = response.headers.get("x-amzn-errortype") ?? body.__type ?? String(response.status);
    return new ApiError(code.replace(/^.*#/, ""), body.message ?? body.Message ?? text);
  } catch {
    return new ApiError(String(response.status), text);
  }
}
