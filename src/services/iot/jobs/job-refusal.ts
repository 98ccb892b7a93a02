import type { JobExecution } from "./job.ts";

/** The codes of a rejected request of a device. Source: "Jobs device MQTT API", error codes. */
export type JobErrorCode =
  | "InvalidJson"
  | "InvalidRequest"
  | "InvalidStateTransition"
  | "ResourceNotFound"
  | "VersionMismatch"
  | "TerminalStateReached";

export class JobRefusal extends Error {
  readonly code: JobErrorCode;
  /** As the execution is, where it is why. */
  readonly execution: JobExecution | undefined;

  constructor(code: JobErrorCode, message: string, execution?: JobExecution) {
    super(message);
    this.code = code;
    this.execution = execution;
  }
}
