import { invalidStateTransition, versionConflict } from "../errors.ts";
import { putExecution } from "../jobs/change-execution.ts";
import { findExecution } from "../jobs/find-job.ts";
import { isTerminal, jobsKey } from "../jobs/job.ts";
import type { IotOperation } from "../operation.ts";

export const cancelJobExecution: IotOperation<"CancelJobExecution"> = async (input, context) => {
  const { jobId = "", thingName = "", force = false, expectedVersion, statusDetails } = input;
  const { account, region, host } = context;
  const nowMs = host.clock.nowMs();
  const change = { account, region, nowMs, newId: () => host.random.uuid() };
  await host.storage.partition(jobsKey(context)).write(async (tx) => {
    const execution = await findExecution(tx, jobId, thingName);
    if (expectedVersion !== undefined && expectedVersion !== execution.version)
      throw versionConflict(jobId, execution.version, expectedVersion);
    if (isTerminal(execution.status) || (execution.status === "IN_PROGRESS" && !force))
      throw invalidStateTransition(`The execution is ${execution.status} and cannot be canceled.`);
    await putExecution(tx, change, execution, {
      ...execution,
      status: "CANCELED",
      isForceCanceled: force,
      statusDetails: statusDetails ?? execution.statusDetails,
      updatedMs: nowMs,
      version: execution.version + 1,
      timeoutMs: undefined,
    });
  });
  return {};
};
