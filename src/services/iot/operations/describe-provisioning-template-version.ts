import type { IotOperation } from "../operation.ts";
import { findTemplate, templateVersion } from "../provisioning/provisioning-template.ts";

export const describeProvisioningTemplateVersion: IotOperation<"DescribeProvisioningTemplateVersion"> = async (
  { templateName: name = "", versionId = 0 },
  context,
) => {
  const found = await context.state.registry.read(context, (tx) => findTemplate(tx, name));
  const { body, createdMs } = templateVersion(found, versionId);
  return {
    versionId,
    creationDate: new Date(createdMs),
    templateBody: body,
    isDefaultVersion: versionId === found.defaultVersion,
  };
};
