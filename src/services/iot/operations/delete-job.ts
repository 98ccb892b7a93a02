import { invalidStateTransition } from "../errors.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { tellJobEvent } from "../jobs/job-events.ts";
import { jobStore } from "../jobs/job-store.ts";
import type { IotOperation } from "../operation.ts";

/** With all its executions. One that is under way only with `force`: its devices lose it in the middle. */
export const deleteJob: IotOperation<"DeleteJob"> = async ({ jobId = "", force = false }, context) => {
  const { account, region, host } = context;
  const change = { account, region, nowMs: host.clock.nowMs(), newId: () => host.random.uuid() };
  await host.storage.partition(jobsKey(context)).write(async (tx) => {
    const job = await findJob(tx, jobId);
    const hasEnded = job.status === "COMPLETED" || job.status === "CANCELED";
    if (!hasEnded && !force) throw invalidStateTransition(`Job ${jobId} is ${job.status} and cannot be deleted.`);
    await jobStore.remove(tx, jobId);
    await tellJobEvent(tx, change, job, "deleted");
    await tx.cancelTimer("iot.job-rollout", jobId);
    await tx.cancelTimer("iot.job-end", jobId);
  });
  return {};
};
