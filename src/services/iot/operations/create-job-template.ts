import { conflict, invalidRequest, limitExceeded, notSupported } from "../errors.ts";
import { checkDocument, documentOf } from "../jobs/check-job.ts";
import { findJob } from "../jobs/find-job.ts";
import { jobsKey } from "../jobs/job.ts";
import { jobTemplateArn, jobTemplates } from "../jobs/job-template.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { toTags } from "../tags/tags.ts";

/** From a document, or from a job that is there: then as that job is, where the request says nothing else. */
export const createJobTemplate: IotOperation<"CreateJobTemplate"> = async (input, context) => {
  const { jobTemplateId: id = "", description = "", jobArn, tags } = input;
  if (input.maintenanceWindows?.length) throw notSupported("maintenance windows of job templates");
  if (input.destinationPackageVersions?.length) throw notSupported("destinationPackageVersions of job templates");
  const { storage, clock } = context.host;
  const job =
    jobArn === undefined
      ? undefined
      : await storage.partition(jobsKey(context)).read((tx) => findJob(tx, jobArn.split("/").at(-1) ?? ""));
  const hasDocument = input.document !== undefined || input.documentSource !== undefined;
  if (job && hasDocument) throw invalidRequest("A job template is made of a job or of a document, not both.");
  if (!job) checkDocument(input);
  const document = job?.document ?? (await documentOf(input, context));
  const arn = jobTemplateArn(context, id);
  await context.state.registry.write(context, async (tx) => {
    if (await jobTemplates.find(tx, id)) throw conflict(`Job template ${id} already exists.`, { id });
    if ((await jobTemplates.count(tx)) >= limits.jobTemplates)
      throw limitExceeded(`The limit of ${limits.jobTemplates} job templates is reached.`);
    await jobTemplates.put(tx, id, {
      description,
      document,
      documentSource: job?.documentSource ?? input.documentSource,
      presignedUrlConfig: input.presignedUrlConfig ?? job?.presignedUrlConfig,
      rolloutConfig: input.jobExecutionsRolloutConfig ?? job?.rolloutConfig,
      abortConfig: input.abortConfig ?? job?.abortConfig,
      timeoutConfig: input.timeoutConfig ?? job?.timeoutConfig,
      retryConfig: input.jobExecutionsRetryConfig ?? job?.retryConfig,
      createdMs: clock.nowMs(),
      tags: toTags(tags),
    });
  });
  return { jobTemplateArn: arn, jobTemplateId: id };
};
