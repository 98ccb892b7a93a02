import type { TraceSummary } from "@aws-sdk/client-xray";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { compileFilter } from "../filters/compile-filter.ts";
import { limits } from "../limits.ts";
import { billTraces } from "../metering/bill-traces.ts";
import type { XRayOperation } from "../operation.ts";
import { checkRange } from "../traces/check-range.ts";
import { eachTrace } from "../traces/read-traces.ts";
import { toSummary } from "../traces/to-summary.ts";

/** A line for each trace of a time that a filter takes, the latest first. A page may have few or none, and another after it. */
export const getTraceSummaries: XRayOperation<"GetTraceSummaries"> = async (input, context) => {
  const { fromMs, toMs } = checkRange(input);
  const { FilterExpression, TimeRangeType = "TraceId", Sampling, NextToken } = input;
  if (TimeRangeType === "Service") throw notSupported("the TimeRangeType Service");
  if (Sampling === true) throw notSupported("Sampling of summaries");
  const takes = compileFilter(FilterExpression);
  // An event may be that of a trace which began some time before.
  const isByEvent = TimeRangeType === "Event";
  const range = {
    fromMs: isByEvent ? fromMs - limits.queryMs : fromMs,
    toMs,
    before: fromPageToken(NextToken, invalidToken),
  };
  const found: TraceSummary[] = [];
  let lookedAt = 0;
  let next: string | undefined;
  for await (const trace of eachTrace(context, range)) {
    if (lookedAt === limits.tracesLookedAt || found.length === limits.summariesPerPage) break;
    lookedAt++;
    next = trace.id;
    const isInTime = isByEvent
      ? trace.segments.some(({ end_time: end = 0 }) => end * 1000 >= fromMs && end * 1000 <= toMs)
      : trace.startTime * 1000 >= fromMs - 1000;
    if (isInTime && takes(trace)) found.push(toSummary(trace, context.account));
  }
  billTraces(context, "XRay-TracesAccessed", lookedAt);
  const hasMore = lookedAt === limits.tracesLookedAt || found.length === limits.summariesPerPage;
  return {
    TraceSummaries: found,
    ApproximateTime: new Date(fromMs),
    TracesProcessedCount: lookedAt,
    ...(hasMore && next !== undefined && { NextToken: toPageToken(next) }),
  };
};
