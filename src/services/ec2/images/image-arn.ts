import { partitionOf } from "../../../platform/arn.ts";

/** An image's ARN names no account. */
export function imageArn({ region }: { readonly region: string }, id: string): string {
  return `arn:${partitionOf(region)}:ec2:${region}::image/${id}`;
}
