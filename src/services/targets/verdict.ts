import { AwsError } from "../../platform/aws-error.ts";

/** How an attempt to bring an event to its target ended. */
export type Verdict =
  | { readonly kind: "delivered" }
  /** `atMs`: when it is worth another try, where that is known. `untried`: the target was not asked, so it is none of the tries that a policy counts. */
  | {
      readonly kind: "later";
      readonly reason: string;
      readonly code?: string;
      readonly atMs?: number;
      readonly untried?: true;
    }
  /** `code`: of AWS's error, if it was one. */
  | { readonly kind: "never"; readonly reason: string; readonly code?: string };

export const delivered: Verdict = { kind: "delivered" };

/** Makes the call and judges how it ended. */
export async function attempt(call: () => Promise<unknown>): Promise<Verdict> {
  try {
    await call();
    return delivered;
  } catch (error) {
    return judge(error);
  }
}

/**
 * The one rule for every way out of an event: what the target refuses stays refused (it is gone, or does not let the source in), and the
 * event is lost, as on AWS; a throttle, a conflict that passes and a fault may be over later. What Squall does not have is no fault that
 * passes.
 */
export function judge(error: unknown): Exclude<Verdict, { kind: "delivered" }> {
  const reason = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof AwsError && (error.status === 501 || error.fault === "client");
  const why = error instanceof AwsError ? { reason, code: error.code } : { reason };
  return isRefused && !passing.has(error.code) ? { kind: "never", ...why } : { kind: "later", ...why };
}

/** Errors of the client by their fault, of the moment by their meaning. */
const passing: ReadonlySet<string> = new Set([
  "TooManyRequestsException",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "SlowDown",
  "ResourceConflictException",
  "OperationAborted",
]);
