import type { IotOperation } from "../operation.ts";
import { findTemplate, provisioningTemplates } from "../provisioning/provisioning-template.ts";

/** With all its versions. */
export const deleteProvisioningTemplate: IotOperation<"DeleteProvisioningTemplate"> = async (input, context) => {
  const { templateName: name = "" } = input;
  await context.state.registry.write(context, async (tx) => {
    await findTemplate(tx, name);
    await provisioningTemplates.remove(tx, name);
  });
  return {};
};
