import type { UnprocessedTraceSegment } from "@aws-sdk/client-xray";
import { limits } from "../limits.ts";
import { billTraces } from "../metering/bill-traces.ts";
import type { XRayOperation } from "../operation.ts";
import { idOf, type Refusal, readSegment } from "../segments/read-segment.ts";
import type { Segment } from "../segments/segment.ts";
import { segmentStore } from "../segments/segment-store.ts";
import { segmentsKey } from "../segments/segments-key.ts";

/** Takes what it can of the documents, and says of each other why not. */
export const putTraceSegments: XRayOperation<"PutTraceSegments"> = async (input, context) => {
  const { storage, clock } = context.host;
  const refused: UnprocessedTraceSegment[] = [];
  const segments: Segment[] = [];
  for (const document of input.TraceSegmentDocuments ?? []) {
    const found = readSegment(document, clock.nowMs());
    if (typeof found === "string") refused.push(refusal(found, idOf(document)));
    else segments.push(found);
  }
  let kept = 0;
  if (segments.length > 0) {
    await storage.partition(segmentsKey(context)).write(async (tx) => {
      const bytes = new Map<string, number>();
      kept = 0;
      for (const segment of segments) {
        const { trace_id } = segment;
        const former = bytes.get(trace_id) ?? (await segmentStore.countBytes(tx, trace_id));
        const all = former + Buffer.byteLength(JSON.stringify(segment));
        if (all > limits.traceBytes) {
          refused.push(refusal("SegmentTooLarge", segment.id));
          continue;
        }
        if (former === 0) kept++;
        bytes.set(trace_id, all);
        await segmentStore.put(tx, segment);
      }
    });
  }
  billTraces(context, "XRay-TracesStored", kept);
  return { UnprocessedTraceSegments: refused };
};

function refusal(ErrorCode: Refusal, Id: string | undefined): UnprocessedTraceSegment {
  return { ...(Id !== undefined && { Id }), ErrorCode, Message: `Invalid segment. ErrorCode: ${ErrorCode}` };
}
