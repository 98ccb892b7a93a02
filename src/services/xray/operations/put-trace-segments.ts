import type { UnprocessedTraceSegment } from "@aws-sdk/client-xray";
import type { WriteTransaction } from "../../../storage/database.ts";
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
  if (segments.length === 0) return { UnprocessedTraceSegments: refused };
  const { begun, tooLarge } = await storage.partition(segmentsKey(context)).write((tx) => putAll(tx, segments));
  billTraces(context, "XRay-TracesStored", begun);
  return { UnprocessedTraceSegments: [...refused, ...tooLarge.map((id) => refusal("SegmentTooLarge", id))] };
};

/** Gives how many traces began with one of these, and the ids of those with which a trace would be too large. */
async function putAll(
  tx: WriteTransaction,
  segments: readonly Segment[],
): Promise<{ readonly begun: number; readonly tooLarge: readonly string[] }> {
  const bytes = new Map<string, number>();
  const tooLarge: string[] = [];
  let begun = 0;
  for (const segment of segments) {
    const { trace_id, id } = segment;
    const former = bytes.get(trace_id) ?? (await segmentStore.countBytes(tx, trace_id));
    // One that comes again takes its own place.
    const others = former === 0 ? 0 : former - (await segmentStore.bytesOf(tx, trace_id, id));
    const all = others + Buffer.byteLength(JSON.stringify(segment));
    if (all > limits.traceBytes) {
      tooLarge.push(id);
      continue;
    }
    if (former === 0) begun++;
    bytes.set(trace_id, all);
    await segmentStore.put(tx, segment);
  }
  return { begun, tooLarge };
}

function refusal(ErrorCode: Refusal, Id: string | undefined): UnprocessedTraceSegment {
  return { ...(Id !== undefined && { Id }), ErrorCode, Message: `Invalid segment. ErrorCode: ${ErrorCode}` };
}
