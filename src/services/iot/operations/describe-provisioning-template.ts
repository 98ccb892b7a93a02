import type { IotOperation } from "../operation.ts";
import { findTemplate, templateArn, templateVersion } from "../provisioning/provisioning-template.ts";

export const describeProvisioningTemplate: IotOperation<"DescribeProvisioningTemplate"> = async (input, context) => {
  const { templateName: name = "" } = input;
  const found = await context.state.registry.read(context, (tx) => findTemplate(tx, name));
  return {
    templateArn: templateArn(context, name),
    templateName: name,
    description: found.description,
    creationDate: new Date(found.createdMs),
    lastModifiedDate: new Date(found.modifiedMs),
    defaultVersionId: found.defaultVersion,
    templateBody: templateVersion(found, found.defaultVersion).body,
    enabled: found.enabled,
    provisioningRoleArn: found.roleArn,
    preProvisioningHook: found.hook && { ...found.hook },
    type: found.type,
  };
};
