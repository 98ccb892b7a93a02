import { notSupported } from "../errors.ts";
import { jobsKey } from "../jobs/job.ts";
import { executionStore } from "../jobs/job-store.ts";
import { listExecutions } from "../jobs/list-executions.ts";
import { toExecutionSummary } from "../jobs/to-job.ts";
import type { IotOperation } from "../operation.ts";

/** All, or those of one job. */
export const listJobExecutionsForThing: IotOperation<"ListJobExecutionsForThing"> = async (input, context) => {
  const { thingName = "", jobId, namespaceId } = input;
  if (namespaceId !== undefined) throw notSupported("namespaceId of jobs");
  const { page, nextToken } = await context.host.storage.partition(jobsKey(context)).read((tx) =>
    listExecutions(
      input,
      (execution) => `${execution.jobId} ${execution.number}`,
      async (after, limit) => executionStore.listForThing(tx, thingName, after, limit),
    ),
  );
  return {
    executionSummaries: page
      .filter((execution) => jobId === undefined || execution.jobId === jobId)
      .map((execution) => ({ jobId: execution.jobId, jobExecutionSummary: toExecutionSummary(execution) })),
    nextToken,
  };
};
