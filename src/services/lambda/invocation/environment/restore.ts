import type { Clock } from "../../../../platform/clock.ts";
import type { EnvironmentSpec, InitResult, SandboxEnvironment, Snapshot } from "../../../../sandbox/sandbox.ts";
import { snapStartFailed, snapStartTimedOut } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { InitFailure } from "../log/report.ts";

export interface Restored {
  readonly process: SandboxEnvironment;
  /** Of the whole. */
  readonly durationMs: number;
  /** Of what ran in it: the runtime, and what the function has registered for after the restore. That is billed. */
  readonly runtimeMs: number;
  readonly failure: InitFailure | undefined;
  /** For the caller, if it failed. */
  readonly error: Error | undefined;
}

/** The RESTORE phase. Rejects only if no process could be made. */
export async function restore(snapshot: Snapshot, spec: EnvironmentSpec, clock: Clock): Promise<Restored> {
  const startedMs = clock.monotonicMs();
  const process = await snapshot.restore(spec);
  const begunMs = clock.monotonicMs();
  const late = Promise.withResolvers<"timeout">();
  const timer = clock.afterMachine(limits.restoreSeconds * 1000, () => late.resolve("timeout"));
  const result = await Promise.race([process.init(), late.promise]);
  timer.cancel();
  const endedMs = clock.monotonicMs();
  return { process, durationMs: endedMs - startedMs, runtimeMs: endedMs - begunMs, ...toOutcome(result) };
}

function toOutcome(result: InitResult | "timeout"): Pick<Restored, "failure" | "error"> {
  if (result === "timeout") return { failure: { status: "timeout" }, error: snapStartTimedOut() };
  if (result.kind === "ready") return { failure: undefined, error: undefined };
  const errorType = result.kind === "error" ? "Runtime.AfterRestoreError" : "Runtime.ExitError";
  return { failure: { status: "error", errorType }, error: snapStartFailed() };
}
