import type { XRayContext } from "../operation.ts";
import { segmentStore } from "../segments/segment-store.ts";
import { segmentsKey } from "../segments/segments-key.ts";
import { type Trace, toTrace } from "./trace.ts";
import { firstTraceAt } from "./trace-times.ts";

/** So many are read in one transaction: others have their turn between. */
const atATime = 50;

export interface TraceRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** The page goes on before this trace. */
  readonly before?: string | undefined;
}

/** The traces that began between two times, the latest first. */
export async function* eachTrace(context: XRayContext, { fromMs, toMs, before }: TraceRange): AsyncGenerator<Trace> {
  const partition = context.host.storage.partition(segmentsKey(context));
  const from = firstTraceAt(fromMs);
  let end = before ?? firstTraceAt(toMs + 1000);
  for (;;) {
    const traces = await partition.read(async (tx) => {
      const ids = await segmentStore.tracesBetween(tx, from, end, atATime);
      const found: Trace[] = [];
      for (const id of ids) found.push(toTrace(id, await segmentStore.ofTrace(tx, id)));
      return found;
    });
    yield* traces;
    const last = traces.at(-1);
    if (traces.length < atATime || !last) return;
    end = last.id;
  }
}

/** Those of the ids that are there. */
export async function readTraces(context: XRayContext, ids: readonly string[]): Promise<Trace[]> {
  return context.host.storage.partition(segmentsKey(context)).read(async (tx) => {
    const found: Trace[] = [];
    for (const id of ids) {
      const segments = await segmentStore.ofTrace(tx, id);
      if (segments.length > 0) found.push(toTrace(id, segments));
    }
    return found;
  });
}
