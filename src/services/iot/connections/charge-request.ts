import type { AnsweredRequest } from "../../service.ts";
import type { DeviceMetrics } from "./device-metrics.ts";

/** Operations of things, groups, types and shadows are charged for by 1 KB. Source: "AWS IoT Core pricing", Device Shadow and registry. */
const charged = /^(?:Create|Update|Describe|Delete|List|Get|Search)\w*(?:Thing|Shadow)|^SearchIndex$/;

export function chargeRequest(
  { operation, principal, region, status, bytesSent, input }: AnsweredRequest,
  { metrics }: { readonly metrics: DeviceMetrics },
): void {
  if (!principal || status >= 400 || !charged.test(operation)) return;
  const { payload } = input;
  const bytes = payload instanceof Uint8Array ? payload.byteLength : 0;
  metrics.chargeOperation({ account: principal.account, region: region ?? "us-east-1" }, Math.max(bytes, bytesSent));
}
