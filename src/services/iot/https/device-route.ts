import type { DeviceAction } from "../policies/device-permissions.ts";

/** What devices may ask by HTTP, with a certificate or a custom authorizer in the place of a signature. */
export interface DeviceRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Its first group is the resource's name, percent-encoded. */
  readonly path: RegExp;
  readonly operation: string;
  readonly action: DeviceAction;
  /** `topic`, `thing`: what stands before the name in the resource's ARN. */
  readonly kind: "topic" | "thing";
}
