import { defineService } from "../service.ts";
import { sweeping } from "../timers/repeated.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { XRay } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { segmentsKind } from "./segments/segments-key.ts";
import { createXRayState, type XRayState } from "./state.ts";

/** Traces: what functions, APIs and SDKs say that a request did, put together. */
export const xray = defineService<XRay, XRayState>({
  name: "xray",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createXRayState,
  stop: ({ usage }) => usage.stop(),
  control: {
    flows: whenCalled(async () => (await import("./flows/tell-flows.ts")).listFlows),
    flow: whenCalled(async () => (await import("./flows/tell-flows.ts")).findFlow),
  },
  timers: {
    retention: sweeping({
      kind: segmentsKind,
      failure: "old traces could not be removed",
      sweep: whenCalled(async () => (await import("./segments/remove-old-traces.ts")).removeOldTraces),
    }),
  },
  operations,
});
