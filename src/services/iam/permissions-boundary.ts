import { AwsError } from "../../platform/aws-error.ts";
import type { ReadTransaction } from "../../storage/database.ts";
import { policyNotAttachable } from "./errors.ts";
import { findManagedPolicy } from "./policy-holder.ts";

/** A boundary is a managed policy's ARN, of this account or AWS's own. */
export async function checkBoundary(tx: ReadTransaction, arn: string | undefined): Promise<void> {
  if (arn === undefined) return;
  if (!/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/.test(arn)) {
    throw new AwsError("InvalidParameterValue", `Value (${arn}) for parameter PermissionsBoundary is invalid.`, {
      status: 400,
    });
  }
  if (!(await findManagedPolicy(tx, arn))) throw policyNotAttachable(arn);
}
