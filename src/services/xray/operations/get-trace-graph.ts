import { ServiceGraph } from "../graph/service-graph.ts";
import type { XRayOperation } from "../operation.ts";
import { tracesOf } from "../traces/read-traces.ts";

/** The graph of some traces. */
export const getTraceGraph: XRayOperation<"GetTraceGraph"> = async (input, context) => {
  const graph = new ServiceGraph(context.account);
  for await (const trace of tracesOf(context, [...new Set(input.TraceIds ?? [])])) graph.add(trace);
  return { Services: graph.services() };
};
