import { findJobTemplate, jobTemplateArn } from "../jobs/job-template.ts";
import type { IotOperation } from "../operation.ts";

export const describeJobTemplate: IotOperation<"DescribeJobTemplate"> = async ({ jobTemplateId = "" }, context) => {
  const template = await context.state.registry.read(context, (tx) => findJobTemplate(tx, jobTemplateId));
  return {
    jobTemplateArn: jobTemplateArn(context, jobTemplateId),
    jobTemplateId,
    description: template.description,
    documentSource: template.documentSource,
    document: template.document,
    createdAt: new Date(template.createdMs),
    presignedUrlConfig: template.presignedUrlConfig,
    jobExecutionsRolloutConfig: template.rolloutConfig,
    abortConfig: template.abortConfig,
    timeoutConfig: template.timeoutConfig,
    jobExecutionsRetryConfig: template.retryConfig,
  };
};
