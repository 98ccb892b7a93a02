/** An error that goes on the wire. Services make them in their `errors.ts`; the wire layer gives each protocol's form. */
export class AwsError extends Error {
  /** The model's shape name (`ResourceNotFoundException`) or, where AWS models none, the free code (`AccessDenied`). */
  readonly code: string;
  /** HTTP status for an unmodelled code. A modelled error's status comes from the model and wins over this. */
  readonly status: number | undefined;
  readonly fault: "client" | "server";
  /** What an unmodelled code is called in the query protocol, and in `x-amzn-query-error`, where that is another. */
  readonly queryCode: string | undefined;
  /** Further members of the error shape (`Type`, `BucketName`, …), written next to the message. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Headers of the answer beside those that the error's shape has (`Allow`). */
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    // An expected error is an answer, not a fault: capturing its stack would cost more than the request.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.name = code;
    this.code = code;
    this.status = options.status;
    this.queryCode = options.queryCode;
    this.fault = options.fault ?? ((options.status ?? 400) >= 500 ? "server" : "client");
    this.fields = options.fields ?? {};
    this.headers = options.headers;
  }
}

export interface AwsErrorOptions {
  readonly status?: number;
  readonly fault?: "client" | "server";
  readonly queryCode?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `value ?? fail(error)` in expressions. */
export function fail(error: Error): never {
  throw error;
}

/** Whether something thrown is the AWS error of that code. */
export function isNamed(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.code === code;
}
