import { notSupported } from "../errors.ts";
import { ServiceGraph } from "../graph/service-graph.ts";
import { limits } from "../limits.ts";
import type { XRayOperation } from "../operation.ts";
import { checkRange } from "../traces/check-range.ts";
import { eachTrace } from "../traces/read-traces.ts";

/** Who called whom in a time: of its latest traces, where there are more than a graph is made of. */
export const getServiceGraph: XRayOperation<"GetServiceGraph"> = async (input, context) => {
  if (input.GroupName !== undefined && input.GroupName !== "Default") throw notSupported("groups");
  if (input.GroupARN !== undefined) throw notSupported("groups");
  const { fromMs, toMs } = checkRange(input);
  const graph = new ServiceGraph(context.account);
  let traces = 0;
  for await (const trace of eachTrace(context, { fromMs, toMs })) {
    graph.add(trace);
    if (++traces === limits.tracesOfGraph) break;
  }
  return {
    StartTime: new Date(fromMs),
    EndTime: new Date(toMs),
    Services: graph.services(),
    ContainsOldGroupVersions: false,
  };
};
