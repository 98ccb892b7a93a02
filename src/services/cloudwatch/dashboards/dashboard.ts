import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

export interface Dashboard {
  readonly name: string;
  /** JSON, as it was put. */
  readonly body: string;
  readonly modifiedMs: number;
  readonly tags: Tags;
}

/** Dashboards are global: their ARNs have no region. */
export function dashboardsKey({ account }: Pick<Place, "account">): PartitionKey {
  return { account, region: "", kind: "cloudwatch.dashboards", name: "" };
}

export function dashboardArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:cloudwatch::${account}:dashboard/${name}`;
}
