import { invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { toHook } from "../provisioning/check-hook.ts";
import { findTemplate, provisioningTemplates, templateVersion } from "../provisioning/provisioning-template.ts";
import { checkRoleArn } from "../roles/role-alias.ts";

export const updateProvisioningTemplate: IotOperation<"UpdateProvisioningTemplate"> = async (input, context) => {
  const { templateName: name = "", description, enabled, defaultVersionId, provisioningRoleArn: roleArn } = input;
  const { removePreProvisioningHook = false } = input;
  if (roleArn !== undefined) checkRoleArn(roleArn, context);
  const hook = toHook(input.preProvisioningHook);
  if (hook && removePreProvisioningHook)
    throw invalidRequest("preProvisioningHook and removePreProvisioningHook cannot both be given.");
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const found = await findTemplate(tx, name);
    if (defaultVersionId !== undefined) templateVersion(found, defaultVersionId);
    await provisioningTemplates.put(tx, name, {
      ...found,
      description: description ?? found.description,
      enabled: enabled ?? found.enabled,
      defaultVersion: defaultVersionId ?? found.defaultVersion,
      roleArn: roleArn ?? found.roleArn,
      hook: removePreProvisioningHook ? undefined : (hook ?? found.hook),
      modifiedMs,
    });
  });
  return {};
};
