import { versionsLimitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { findTemplate, provisioningTemplates, templateArn } from "../provisioning/provisioning-template.ts";
import { readTemplateBody } from "../provisioning/template-body.ts";

export const createProvisioningTemplateVersion: IotOperation<"CreateProvisioningTemplateVersion"> = async (
  { templateName: name = "", templateBody: body = "", setAsDefault = false },
  context,
) => {
  readTemplateBody(body);
  const nowMs = context.host.clock.nowMs();
  const versionId = await context.state.registry.write(context, async (tx) => {
    const found = await findTemplate(tx, name);
    if (Object.keys(found.versions).length >= limits.provisioningTemplateVersions)
      throw versionsLimitExceeded(
        `The provisioning template ${name} already has ${limits.provisioningTemplateVersions} versions.`,
      );
    const id = found.nextVersion;
    await provisioningTemplates.put(tx, name, {
      ...found,
      versions: { ...found.versions, [String(id)]: { body, createdMs: nowMs } },
      nextVersion: id + 1,
      defaultVersion: setAsDefault ? id : found.defaultVersion,
      modifiedMs: nowMs,
    });
    return id;
  });
  return { templateArn: templateArn(context, name), templateName: name, versionId, isDefaultVersion: setAsDefault };
};
