import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import { billTraces } from "../metering/bill-traces.ts";
import type { XRayOperation } from "../operation.ts";
import { traceIdPattern } from "../segments/read-segment.ts";
import { tracesOf } from "../traces/read-traces.ts";
import { type Trace, traceDuration } from "../traces/trace.ts";

/** Whole traces by their ids; of one that is not there nothing is said. */
export const batchGetTraces: XRayOperation<"BatchGetTraces"> = async (input, context) => {
  const ids = [...new Set(input.TraceIds ?? [])];
  if (ids.length > limits.tracesPerCall) throw invalidRequest(`TraceIds has more than ${limits.tracesPerCall} items`);
  const wanted = ids.filter((id) => traceIdPattern.test(id));
  const traces: Trace[] = [];
  for await (const trace of tracesOf(context, wanted)) traces.push(trace);
  billTraces(context, "XRay-TracesAccessed", traces.length);
  return {
    Traces: traces.map((trace) => ({
      Id: trace.id,
      Duration: Math.round(traceDuration(trace) * 1000) / 1000,
      LimitExceeded: false,
      Segments: trace.segments.map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
    })),
    UnprocessedTraceIds: ids.filter((id) => !traceIdPattern.test(id)),
  };
};
