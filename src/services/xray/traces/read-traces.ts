import { Pace } from "../../../platform/pace.ts";
import type { XRayContext } from "../operation.ts";
import type { Segment } from "../segments/segment.ts";
import { segmentStore } from "../segments/segment-store.ts";
import { segmentsKey } from "../segments/segments-key.ts";
import { type Trace, toTrace } from "./trace.ts";
import { firstTraceAt } from "./trace-times.ts";

/** So many are read in one transaction: each may have half a megabyte. */
const atATime = 10;

export interface TraceRange {
  readonly fromMs: number;
  readonly toMs: number;
  /** The page goes on before this trace. */
  readonly before?: string | undefined;
}

interface ReadTrace {
  readonly id: string;
  readonly documents: readonly string[];
}

/** The traces that began between two times, the latest first. Others have their turns of the process between them. */
export async function* eachTrace(context: XRayContext, { fromMs, toMs, before }: TraceRange): AsyncGenerator<Trace> {
  const partition = context.host.storage.partition(segmentsKey(context));
  const from = firstTraceAt(fromMs);
  const pace = new Pace();
  let end = before ?? firstTraceAt(toMs + 1000);
  for (;;) {
    const read = await partition.read(async (tx) => {
      const found: ReadTrace[] = [];
      for (const id of await segmentStore.tracesBetween(tx, from, end, atATime)) {
        found.push({ id, documents: await segmentStore.documentsOf(tx, id) });
      }
      return found;
    });
    yield* paced(read, pace);
    const last = read.at(-1);
    if (read.length < atATime || !last) return;
    end = last.id;
  }
}

/** Those of the ids that are there. */
export async function* tracesOf(context: XRayContext, ids: readonly string[]): AsyncGenerator<Trace> {
  const partition = context.host.storage.partition(segmentsKey(context));
  const pace = new Pace();
  for (let at = 0; at < ids.length; at += atATime) {
    const read = await partition.read(async (tx) => {
      const found: ReadTrace[] = [];
      for (const id of ids.slice(at, at + atATime)) {
        found.push({ id, documents: await segmentStore.documentsOf(tx, id) });
      }
      return found;
    });
    yield* paced(
      read.filter(({ documents }) => documents.length > 0),
      pace,
    );
  }
}

async function* paced(read: readonly ReadTrace[], pace: Pace): AsyncGenerator<Trace> {
  for (const { id, documents } of read) {
    if (pace.isOver) await pace.rest();
    yield toTrace(
      id,
      documents.map((document) => JSON.parse(document) as Segment),
    );
  }
}
