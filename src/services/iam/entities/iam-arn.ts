import { partitionOf } from "../../../platform/arn.ts";
import type { OperationContext } from "../../service.ts";

/** An entity's ARN. IAM has no regions, but each partition (China, GovCloud) has an IAM of its own. */
export function iamArn({ account, region }: Pick<OperationContext, "account" | "region">, resource: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:${resource}`;
}
