import type { ReadTransaction } from "../../../storage/database.ts";
import { boundaryPolicyNotFound, invalidArn } from "../errors.ts";
import { findManagedPolicy } from "./policy-holder.ts";

/** A boundary is a managed policy's ARN, of this account or AWS's own. */
export async function checkBoundary(tx: ReadTransaction, arn: string | undefined): Promise<void> {
  if (arn === undefined) return;
  if (!/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/.test(arn)) throw invalidArn(arn);
  if (!(await findManagedPolicy(tx, arn))) throw boundaryPolicyNotFound(arn);
}
