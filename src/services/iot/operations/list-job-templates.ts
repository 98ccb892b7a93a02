import { jobTemplateArn, jobTemplates } from "../jobs/job-template.ts";
import type { IotOperation } from "../operation.ts";
import { listPage } from "../registry/list-page.ts";

export const listJobTemplates: IotOperation<"ListJobTemplates"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage(input, (rows) => jobTemplates.list(tx, rows)),
  );
  return {
    jobTemplates: page.map(({ name, record: { description, createdMs } }) => ({
      jobTemplateArn: jobTemplateArn(context, name),
      jobTemplateId: name,
      description,
      createdAt: new Date(createdMs),
    })),
    nextToken,
  };
};
