import { resourceAlreadyExists } from "../errors.ts";
import { checkJob, checkTargets, documentOf } from "../jobs/check-job.ts";
import { type Job, jobArn, jobsKey } from "../jobs/job.ts";
import { jobStore } from "../jobs/job-store.ts";
import { findJobTemplate, jobTemplateOf } from "../jobs/job-template.ts";
import { rollOut } from "../jobs/roll-out.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

/** What its template says holds where the request says nothing else. Its first targets get their executions before the answer; a timer sees to the rest, and to a server that stops in between. */
export const createJob: IotOperation<"CreateJob"> = async (input, context) => {
  const {
    jobId = "",
    targets = [],
    targetSelection = "SNAPSHOT",
    documentSource,
    description,
    schedulingConfig,
  } = input;
  const { host } = context;
  checkJob(input);
  await checkTargets(targets, context);
  const { jobTemplateArn: templateArn } = input;
  const template =
    templateArn === undefined
      ? undefined
      : await context.state.registry.read(context, (tx) => findJobTemplate(tx, jobTemplateOf(context, templateArn)));
  const document = template?.document ?? (await documentOf(input, context));
  const nowMs = host.clock.nowMs();
  const startMs = schedulingConfig?.startTime === undefined ? nowMs : Date.parse(schedulingConfig.startTime);
  const job: Job = {
    id: jobId,
    targets,
    targetSelection,
    document,
    documentSource: documentSource ?? template?.documentSource,
    description,
    templateArn,
    tags: toTags(input.tags),
    status: startMs > nowMs ? "SCHEDULED" : "IN_PROGRESS",
    isForceCanceled: false,
    reasonCode: undefined,
    comment: undefined,
    presignedUrlConfig: input.presignedUrlConfig ?? template?.presignedUrlConfig,
    rolloutConfig: input.jobExecutionsRolloutConfig ?? template?.rolloutConfig,
    abortConfig: input.abortConfig ?? template?.abortConfig,
    timeoutConfig: input.timeoutConfig ?? template?.timeoutConfig,
    retryConfig: input.jobExecutionsRetryConfig ?? template?.retryConfig,
    schedulingConfig,
    createdMs: nowMs,
    updatedMs: nowMs,
    completedMs: undefined,
    counts: {},
    cursor: { target: 0, page: undefined, isDone: false },
  };
  await host.storage.partition(jobsKey(context)).write(async (tx) => {
    if (await jobStore.find(tx, jobId))
      throw resourceAlreadyExists(`Job ${jobId} already exists.`, { id: jobId, arn: jobArn(context, jobId) });
    await jobStore.put(tx, job);
    const dueMs = Math.max(startMs, nowMs + 5_000);
    await tx.setTimer({ kind: "iot.job-rollout", key: jobId, dueMs: startMs > nowMs ? startMs : dueMs, payload: "" });
    if (schedulingConfig?.endTime !== undefined)
      await tx.setTimer({ kind: "iot.job-end", key: jobId, dueMs: Date.parse(schedulingConfig.endTime), payload: "" });
  });
  const { account, region } = context;
  // What cannot be asked now the timer asks again.
  if (job.status === "IN_PROGRESS")
    await rollOut(host, { account, region }, jobId).catch((error: Error) =>
      host.log.warn("a job could not be rolled out yet", { job: jobId, error: error.message }),
    );
  return { jobArn: jobArn(context, jobId), jobId, description };
};
