import type { NeedsNoSpace } from "../service.ts";
import type { XRay } from "./model.ts";

/** What reads: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<XRay> = {
  BatchGetTraces: "reads",
  GetSamplingRules: "reads",
  GetSamplingTargets: "reads",
  GetServiceGraph: "reads",
  GetTraceGraph: "reads",
  GetTraceSummaries: "reads",
};
