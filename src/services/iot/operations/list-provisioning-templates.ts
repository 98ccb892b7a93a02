import type { IotOperation } from "../operation.ts";
import { provisioningTemplates, templateArn } from "../provisioning/provisioning-template.ts";
import { listPage } from "../registry/list-page.ts";

export const listProvisioningTemplates: IotOperation<"ListProvisioningTemplates"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage(input, (rows) => provisioningTemplates.list(tx, rows)),
  );
  return {
    templates: page.map(({ name, record: { description, createdMs, modifiedMs, enabled, type } }) => ({
      templateArn: templateArn(context, name),
      templateName: name,
      description,
      creationDate: new Date(createdMs),
      lastModifiedDate: new Date(modifiedMs),
      enabled,
      type,
    })),
    nextToken,
  };
};
