import { viewAccount } from "../accounts/account.ts";
import type { IamOperation } from "../operation.ts";
import { findJob } from "../reports/job.ts";

export const getServiceLinkedRoleDeletionStatus: IamOperation<"GetServiceLinkedRoleDeletionStatus"> = async (
  { DeletionTaskId },
  context,
) => {
  const job = await viewAccount(context, (tx) => findJob(tx, "service-linked-role-deletion", DeletionTaskId));
  return JSON.parse(job.result) as { Status: "SUCCEEDED" };
};
