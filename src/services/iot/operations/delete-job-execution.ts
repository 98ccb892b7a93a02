import { invalidStateTransition, notSupported } from "../errors.ts";
import { completed, counted } from "../jobs/change-execution.ts";
import { findExecution } from "../jobs/find-job.ts";
import { isTerminal, jobsKey } from "../jobs/job.ts";
import { executionStore, jobStore } from "../jobs/job-store.ts";
import { toNotifyEffect } from "../jobs/notify.ts";
import type { IotOperation } from "../operation.ts";

/** One that has ended, or with `force` any. */
export const deleteJobExecution: IotOperation<"DeleteJobExecution"> = async (input, context) => {
  const { jobId = "", thingName = "", executionNumber, force = false, namespaceId } = input;
  if (namespaceId !== undefined) throw notSupported("namespaceId of jobs");
  const { host } = context;
  const nowMs = host.clock.nowMs();
  const effect = toNotifyEffect(host.random.uuid(), context, thingName);
  await host.storage.partition(jobsKey(context)).write(async (tx) => {
    const execution = await findExecution(tx, jobId, thingName, executionNumber);
    if (execution.status === "IN_PROGRESS" && !force)
      throw invalidStateTransition(`The execution is ${execution.status} and cannot be deleted.`);
    await executionStore.remove(tx, execution);
    if (!isTerminal(execution.status)) await tx.emit(effect);
    await tx.cancelTimer("iot.job-timeout", `${jobId} ${thingName} ${execution.number}`);
    const job = await jobStore.find(tx, jobId);
    if (job) await jobStore.put(tx, completed({ ...job, counts: counted(job, execution.status, undefined) }, nowMs));
  });
  return {};
};
