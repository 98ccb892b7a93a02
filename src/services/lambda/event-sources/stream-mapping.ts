import type { OwnedLease } from "../../../cluster/cluster.ts";
import type { CallOptions } from "../../service.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import type { FunctionAdmissions } from "./function-admissions.ts";
import type { MappingParts } from "./mapping-poller.ts";

/** What all shards of a mapping share. */
export interface StreamMapping extends MappingParts {
  readonly mapping: EventSourceMapping;
  readonly lease: OwnedLease;
  readonly admissions: FunctionAdmissions;
  /** The function's role, in whose name the stream is read. */
  readonly as: () => Promise<CallOptions>;
  readonly trouble: (error: unknown) => void;
}
