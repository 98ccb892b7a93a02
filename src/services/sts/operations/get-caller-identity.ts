import { partitionOf } from "../../../platform/arn.ts";
import type { StsOperation } from "../operation.ts";

export const getCallerIdentity: StsOperation<"GetCallerIdentity"> = async (_input, { principal, region }) => ({
  UserId: principal.userId,
  Account: principal.account,
  // Root has no entity whose ARN would say the partition.
  Arn: principal.kind === "root" ? principal.arn.replace(/^arn:aws:/, `arn:${partitionOf(region)}:`) : principal.arn,
});
