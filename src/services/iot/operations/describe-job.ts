import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { toJob } from "../jobs/to-job.ts";
import type { IotOperation } from "../operation.ts";

export const describeJob: IotOperation<"DescribeJob"> = async ({ jobId = "" }, context) => {
  const job = await context.host.storage.partition(jobsKey(context)).read((tx) => findJob(tx, jobId));
  return { documentSource: job.documentSource, job: toJob(context, job) };
};
