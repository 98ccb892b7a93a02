import { ConfigError } from "../config.ts";
import { type SigningKey, signatureHeaders } from "../services/signature/sign-request.ts";

/** Where a command's requests go and as whom: an `open` server takes any key. */
export interface ApiTarget extends SigningKey {
  readonly endpoint: string;
  readonly region: string;
}

export const defaultEndpoint = "http://localhost:4566";

/** Flags over the environment variables that every AWS tool reads. */
export function apiTarget(flags: { endpoint?: string; region?: string }): ApiTarget {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  return {
    endpoint: flags.endpoint ?? AWS_ENDPOINT_URL ?? defaultEndpoint,
    region: flags.region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? "us-east-1",
    accessKeyId: AWS_ACCESS_KEY_ID ?? "test",
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "test",
    sessionToken: AWS_SESSION_TOKEN || undefined,
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

/** Sends one request, signed as the SDKs sign theirs. Throws ConfigError if nothing answers, ApiError for an error answer. */
export async function sendRequest(
  target: ApiTarget,
  service: string,
  request: { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Response> {
  const { endpoint, region } = target;
  if (!URL.canParse(endpoint)) throw new ConfigError(`${endpoint} is no address of a server.`);
  const url = new URL(`${endpoint}${request.path}`);
  const { method, body = "", headers: own = {} } = request;
  const headers = signatureHeaders(target, { method, url, service, region, headers: own, body }, Date.now());
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
    const body = JSON.parse(text) as { __type?: string; code?: string; message?: string; Message?: string };
    const code = response.headers.get("x-amzn-errortype") ?? body.__type ?? body.code ?? String(response.status);
    return new ApiError(code.replace(/^.*#/, ""), body.message ?? body.Message ?? text);
  } catch {
    return new ApiError(String(response.status), text);
  }
}
