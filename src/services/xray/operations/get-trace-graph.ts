import { ServiceGraph } from "../graph/service-graph.ts";
import type { XRayOperation } from "../operation.ts";
import { readTraces } from "../traces/read-traces.ts";

/** The graph of some traces. */
export const getTraceGraph: XRayOperation<"GetTraceGraph"> = async (input, context) => {
  const graph = new ServiceGraph(context.account);
  for (const trace of await readTraces(context, [...new Set(input.TraceIds ?? [])])) graph.add(trace);
  return { Services: graph.services() };
};
