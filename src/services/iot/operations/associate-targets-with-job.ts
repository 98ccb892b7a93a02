import { invalidRequest, invalidStateTransition } from "../errors.ts";
import { checkTargets } from "../jobs/check-job.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobArn, jobsKey } from "../jobs/job.ts";
import { jobStore } from "../jobs/job-store.ts";
import { rollOut } from "../jobs/roll-out.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";

/** Further groups for a job that goes on. */
export const associateTargetsWithJob: IotOperation<"AssociateTargetsWithJob"> = async (input, context) => {
  const { jobId = "", targets = [], comment } = input;
  const { account, region, host } = context;
  await checkTargets(targets, context);
  const nowMs = host.clock.nowMs();
  const job = await host.storage.partition(jobsKey(context)).write(async (tx) => {
    const found = await findJob(tx, jobId);
    if (found.targetSelection !== "CONTINUOUS") throw invalidRequest(`Job ${jobId} is not continuous.`);
    if (found.status !== "IN_PROGRESS") throw invalidStateTransition(`Job ${jobId} is ${found.status}.`);
    const all = [...new Set([...found.targets, ...targets])];
    if (all.length > limits.targetsPerJob)
      throw invalidRequest(`A job may have ${limits.targetsPerJob} targets at the most.`);
    const cursor = { target: 0, page: undefined, isDone: false };
    const changed = { ...found, targets: all, comment: comment ?? found.comment, cursor, updatedMs: nowMs };
    await jobStore.put(tx, changed);
    await tx.setTimer({ kind: "iot.job-rollout", key: jobId, dueMs: nowMs + 5_000, payload: "" });
    return changed;
  });
  await rollOut(host, { account, region }, jobId);
  return { jobArn: jobArn(context, jobId), jobId, description: job.description };
};
