import { invalidStateTransition } from "../errors.ts";
import { cancelQueued } from "../jobs/change-execution.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobArn, jobsKey } from "../jobs/job.ts";
import { tellJob } from "../jobs/job-events.ts";
import { jobStore } from "../jobs/job-store.ts";
import type { IotOperation } from "../operation.ts";

/** Nobody else gets it; what has begun goes on, unless `force` says otherwise. */
export const cancelJob: IotOperation<"CancelJob"> = async (input, context) => {
  const { jobId = "", reasonCode, comment, force = false } = input;
  const { account, region, host } = context;
  const change = { account, region, nowMs: host.clock.nowMs(), newId: () => host.random.uuid() };
  const job = await host.storage.partition(jobsKey(context)).write(async (tx) => {
    const found = await findJob(tx, jobId);
    if (found.status !== "IN_PROGRESS" && found.status !== "SCHEDULED")
      throw invalidStateTransition(`Job ${jobId} is ${found.status} and cannot be canceled.`);
    const canceled = { ...found, status: "CANCELED" as const, isForceCanceled: force, reasonCode, comment };
    const changed = await cancelQueued(tx, change, canceled, force);
    await jobStore.put(tx, changed);
    await tellJob(tx, change, found, changed);
    await tx.cancelTimer("iot.job-rollout", jobId);
    await tx.cancelTimer("iot.job-end", jobId);
    return changed;
  });
  return { jobArn: jobArn(context, jobId), jobId, description: job.description };
};
