import type { XRayContext } from "../operation.ts";

/** Traces of which the first segment was kept, or which were read. Source: "AWS X-Ray pricing". */
export function billTraces(
  { account, region, state, host }: XRayContext,
  usageType: "XRay-TracesStored" | "XRay-TracesAccessed",
  quantity: number,
): void {
  if (quantity === 0) return;
  const atMs = host.clock.nowMs();
  const operation = usageType === "XRay-TracesStored" ? "PutTraceSegments" : "GetTraces";
  state.usage.add(account, {
    service: "AWS X-Ray",
    usageType,
    operation,
    region,
    resource: "",
    tags: {},
    atMs,
    quantity,
  });
}
