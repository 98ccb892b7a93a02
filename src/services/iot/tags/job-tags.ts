import type { Tags } from "../../tags.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { jobStore } from "../jobs/job-store.ts";
import type { IotContext } from "../operation.ts";
import { iotArn } from "../registry/registry.ts";
import { checkTagCount } from "./tags.ts";

/** Jobs are kept in a partition of their own. False for an ARN of something else. */
export async function tagJob(context: IotContext, arn: string, change: (tags: Tags) => Tags): Promise<boolean> {
  const id = jobOf(context, arn);
  if (id === undefined) return false;
  await context.host.storage.partition(jobsKey(context)).write(async (tx) => {
    const job = await findJob(tx, id);
    const tags = change(job.tags ?? {});
    checkTagCount(tags);
    await jobStore.put(tx, { ...job, tags });
  });
  return true;
}

export async function tagsOfJob(context: IotContext, arn: string): Promise<Tags | undefined> {
  const id = jobOf(context, arn);
  if (id === undefined) return undefined;
  const job = await context.host.storage.partition(jobsKey(context)).read((tx) => findJob(tx, id));
  return job.tags ?? {};
}

function jobOf(at: IotContext, arn: string): string | undefined {
  const id = arn.split(":job/")[1];
  return id !== undefined && arn === iotArn(at, `job/${id}`) ? id : undefined;
}
