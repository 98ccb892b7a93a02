import { deleteConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { findTemplate, provisioningTemplates, templateVersion } from "../provisioning/provisioning-template.ts";

/** Any but the default one. */
export const deleteProvisioningTemplateVersion: IotOperation<"DeleteProvisioningTemplateVersion"> = async (
  { templateName: name = "", versionId = 0 },
  context,
) => {
  await context.state.registry.write(context, async (tx) => {
    const found = await findTemplate(tx, name);
    templateVersion(found, versionId);
    if (versionId === found.defaultVersion)
      throw deleteConflict(`Cannot delete the default version of the provisioning template ${name}.`);
    const { [String(versionId)]: _deleted, ...versions } = found.versions;
    await provisioningTemplates.put(tx, name, { ...found, versions });
  });
  return {};
};
