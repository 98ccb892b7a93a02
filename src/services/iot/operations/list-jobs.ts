import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { type Job, jobArn, jobsKey } from "../jobs/job.ts";
import { jobStore } from "../jobs/job-store.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";

const mostLookedAt = 2_000;

/** All, or those of a status, a kind of selection or a group. */
export const listJobs: IotOperation<"ListJobs"> = async (input, context) => {
  const { status, targetSelection, thingGroupName, thingGroupId, namespaceId, maxResults = limits.pageSize } = input;
  if (namespaceId !== undefined || thingGroupId !== undefined)
    throw notSupported("listing jobs by ids of groups or namespaces");
  const isWanted = (job: Job) =>
    (status === undefined || job.status === status) &&
    (targetSelection === undefined || job.targetSelection === targetSelection) &&
    (thingGroupName === undefined || job.targets.some((target) => target.endsWith(`:thinggroup/${thingGroupName}`)));
  let after = fromPageToken(input.nextToken || undefined, invalidToken) ?? "";
  const page: Job[] = [];
  const nextToken = await context.host.storage.partition(jobsKey(context)).read(async (tx) => {
    for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += 100) {
      const jobs = await jobStore.list(tx, after, 100);
      for (const job of jobs) {
        if (page.length === maxResults && isWanted(job)) return toPageToken(after);
        if (isWanted(job)) page.push(job);
        after = jobStore.positionOf(job);
      }
      if (jobs.length < 100) return undefined;
    }
    return toPageToken(after);
  });
  return {
    jobs: page.map((job) => ({
      jobArn: jobArn(context, job.id),
      jobId: job.id,
      targetSelection: job.targetSelection,
      status: job.status,
      createdAt: new Date(job.createdMs),
      lastUpdatedAt: new Date(job.updatedMs),
      completedAt: job.completedMs === undefined ? undefined : new Date(job.completedMs),
      isConcurrent: false,
    })),
    nextToken,
  };
};
