import type { Readable } from "node:stream";
import { AwsError } from "../../../platform/aws-error.ts";
import type { AnswerHead } from "../../http-proxy/proxy-answer.ts";
import { limits } from "../limits.ts";

/** The HTTP answer of a function URL. */
export interface UrlAnswer extends AnswerHead {
  readonly body: Buffer | Readable;
}

export function errorAnswer(status: number, message: string | null, errorType?: string): UrlAnswer {
  return {
    status,
    headers: { "content-type": "application/json", ...(errorType && { "x-amzn-ErrorType": errorType }) },
    body: Buffer.from(JSON.stringify({ Message: message })),
  };
}

/** The function failed, or answered what is no HTTP answer. */
export function internalServerError(): UrlAnswer {
  return { status: 502, headers: { "content-type": "application/json" }, body: Buffer.from("Internal Server Error") };
}

export function tooLarge(): UrlAnswer {
  const message = `Request must be smaller than ${limits.synchronousPayloadBytes} bytes for the InvokeFunction operation`;
  return errorAnswer(413, message, "RequestEntityTooLargeException");
}

/** What kept the function from being invoked. */
export function toErrorAnswer(error: unknown): UrlAnswer {
  if (!(error instanceof AwsError)) return internalServerError();
  if (error.code === "RequestEntityTooLargeException") return tooLarge();
  if (error.code === "TooManyRequestsException") return errorAnswer(429, error.message, error.code);
  return errorAnswer(error.status ?? 502, error.message, error.code);
}
