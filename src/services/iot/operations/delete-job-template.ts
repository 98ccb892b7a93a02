import { findJobTemplate, jobTemplates } from "../jobs/job-template.ts";
import type { IotOperation } from "../operation.ts";

/** Jobs that were made from it stay as they are. */
export const deleteJobTemplate: IotOperation<"DeleteJobTemplate"> = async ({ jobTemplateId = "" }, context) => {
  await context.state.registry.write(context, async (tx) => {
    await findJobTemplate(tx, jobTemplateId);
    await jobTemplates.remove(tx, jobTemplateId);
  });
  return {};
};
