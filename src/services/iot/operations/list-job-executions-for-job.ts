import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { executionStore } from "../jobs/job-store.ts";
import { listExecutions } from "../jobs/list-executions.ts";
import { toExecutionSummary } from "../jobs/to-job.ts";
import type { IotOperation } from "../operation.ts";
import { iotArn } from "../registry/registry.ts";

export const listJobExecutionsForJob: IotOperation<"ListJobExecutionsForJob"> = async (input, context) => {
  const { jobId = "" } = input;
  const { page, nextToken } = await context.host.storage.partition(jobsKey(context)).read(async (tx) => {
    await findJob(tx, jobId);
    return listExecutions(
      input,
      ({ thing, number }) => `${thing} ${number}`,
      (after, limit) => executionStore.listForJob(tx, jobId, after, limit),
    );
  });
  return {
    executionSummaries: page.map((execution) => ({
      thingArn: iotArn(context, `thing/${execution.thing}`),
      jobExecutionSummary: toExecutionSummary(execution),
    })),
    nextToken,
  };
};
