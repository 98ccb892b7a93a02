import { findExecution } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { toExecution } from "../jobs/to-job.ts";
import type { IotOperation } from "../operation.ts";

export const describeJobExecution: IotOperation<"DescribeJobExecution"> = async (input, context) => {
  const { jobId = "", thingName = "", executionNumber } = input;
  const { storage, clock } = context.host;
  const execution = await storage
    .partition(jobsKey(context))
    .read((tx) => findExecution(tx, jobId, thingName, executionNumber));
  return { execution: toExecution(context, execution, clock.nowMs()) };
};
