import { AwsError } from "../platform/aws-error.ts";

/**
 * The database does not answer, so that nobody can say what is stored. It goes on the wire as the error that AWS's services have in common for
 * a fault that passes, which every SDK tries again. Source: "Common error types".
 */
export class UnreachableStorageError extends AwsError {
  constructor(cause?: unknown) {
    super("ServiceUnavailable", "Service is unable to handle request: its database cannot be reached.", {
      status: 503,
    });
    this.cause = cause;
  }
}
