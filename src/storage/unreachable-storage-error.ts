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

/**
 * Whether a write that has thrown this may have been committed all the same: its connection was lost before the answer came, or the disk has failed
 * to sync it. Then what its rows name must stay; if nothing names it, a sweep takes it.
 */
export function mayBeCommitted(error: unknown): boolean {
  return error instanceof UnreachableStorageError || (error as { readonly code?: unknown } | undefined)?.code === "EIO";
}
