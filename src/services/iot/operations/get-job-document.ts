import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import type { IotOperation } from "../operation.ts";

export const getJobDocument: IotOperation<"GetJobDocument"> = async ({ jobId = "" }, context) => {
  const { document } = await context.host.storage.partition(jobsKey(context)).read((tx) => findJob(tx, jobId));
  return { document };
};
