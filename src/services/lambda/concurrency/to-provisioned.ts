import type { ProvisionedConfig } from "../functions/function.ts";
import { toLastModified } from "../functions/to-configuration.ts";
import type { ProvisioningStatus } from "./provisioning.ts";

/** The answer's form. Source: API reference, "GetProvisionedConcurrencyConfig". */
export function toProvisioned(config: ProvisionedConfig, { allocated, available, status, reason }: ProvisioningStatus) {
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AvailableProvisionedConcurrentExecutions: available,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: status,
    StatusReason: reason,
    LastModified: toLastModified(config.lastModifiedMs),
  };
}
