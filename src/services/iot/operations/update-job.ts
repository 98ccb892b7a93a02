import { notSupported } from "../errors.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { jobStore } from "../jobs/job-store.ts";
import type { IotOperation } from "../operation.ts";

/** What is given; executions that are under way keep the time that they had. */
export const updateJob: IotOperation<"UpdateJob"> = async (input, context) => {
  const { jobId = "", namespaceId } = input;
  if (namespaceId !== undefined) throw notSupported("namespaceId of jobs");
  const updatedMs = context.host.clock.nowMs();
  await context.host.storage.partition(jobsKey(context)).write(async (tx) => {
    const job = await findJob(tx, jobId);
    await jobStore.put(tx, {
      ...job,
      description: input.description ?? job.description,
      presignedUrlConfig: input.presignedUrlConfig ?? job.presignedUrlConfig,
      rolloutConfig: input.jobExecutionsRolloutConfig ?? job.rolloutConfig,
      abortConfig: input.abortConfig ?? job.abortConfig,
      timeoutConfig: input.timeoutConfig ?? job.timeoutConfig,
      retryConfig: input.jobExecutionsRetryConfig ?? job.retryConfig,
      updatedMs,
    });
  });
  return {};
};
