import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** Things whose cost is told together. */
export interface BillingGroup {
  readonly id: string;
  readonly description: string | undefined;
  readonly version: number;
  readonly createdMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export const billingGroups = new RecordStore<BillingGroup>("billing-group");

export function billingGroupArn(at: Place, name: string): string {
  return iotArn(at, `billinggroup/${name}`);
}
