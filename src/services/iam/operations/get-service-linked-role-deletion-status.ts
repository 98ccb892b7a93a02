import { viewAccount } from "../account.ts";
import { findJob } from "../job.ts";
import type { IamOperation } from "../service-context.ts";

export const getServiceLinkedRoleDeletionStatus: IamOperation<"GetServiceLinkedRoleDeletionStatus"> = async (
  { DeletionTaskId },
  context,
) => {
  const job = await viewAccount(context, (tx) => findJob(tx, "service-linked-role-deletion", DeletionTaskId));
  return JSON.parse(job.result) as { Status: "SUCCEEDED" };
};
