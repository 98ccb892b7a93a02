import { readGenerated } from "./model/load-model.ts";
import type { ServiceFacts } from "./wire.ts";

export type { Protocol, ServiceFacts } from "./wire.ts";

/** Facts that only the wire layer needs, beside those the gateway sees. */
export interface ServiceRecord extends ServiceFacts {
  /** The code of the error that a failed constraint is answered with. */
  readonly constraintError: string;
  /**
   * How a missing required member is answered: in the wording of constraints (the default); as "The request must contain the
   * parameter X" (`parameter`); or as S3 does (`bucketApi`).
   */
  readonly missingMember?: "parameter" | "bucketApi";
  /** S3: the path's first segment is the bucket unless the host names it. */
  readonly bucketInPath?: boolean;
  /** Operations whose XML output has its only member as the root. No schema of the SDK says so. */
  readonly unwrappedOutputs?: readonly string[];
}

/** Every service of the generated data. */
export function readRegistry(): readonly ServiceRecord[] {
  return readGenerated("registry") as readonly ServiceRecord[];
}
