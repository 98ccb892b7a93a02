import { limitExceeded, resourceAlreadyExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { toHook } from "../provisioning/check-hook.ts";
import { provisioningTemplates, templateArn } from "../provisioning/provisioning-template.ts";
import { readTemplateBody } from "../provisioning/template-body.ts";
import { checkRoleArn } from "../roles/role-alias.ts";
import { toTags } from "../tags/tags.ts";

export const createProvisioningTemplate: IotOperation<"CreateProvisioningTemplate"> = async (input, context) => {
  const { templateName: name = "", description, templateBody: body = "", enabled = false } = input;
  const { provisioningRoleArn: roleArn = "", type = "FLEET_PROVISIONING", tags } = input;
  readTemplateBody(body);
  checkRoleArn(roleArn, context);
  const hook = toHook(input.preProvisioningHook);
  const nowMs = context.host.clock.nowMs();
  const arn = templateArn(context, name);
  await context.state.registry.write(context, async (tx) => {
    if (await provisioningTemplates.find(tx, name))
      throw resourceAlreadyExists(`Provisioning template ${name} already exists.`, { id: name, arn });
    if ((await provisioningTemplates.count(tx)) >= limits.provisioningTemplates)
      throw limitExceeded(`The limit of ${limits.provisioningTemplates} provisioning templates is reached.`);
    await provisioningTemplates.put(tx, name, {
      description,
      enabled,
      roleArn,
      type: type === "JITP" ? "JITP" : "FLEET_PROVISIONING",
      hook,
      defaultVersion: 1,
      nextVersion: 2,
      versions: { "1": { body, createdMs: nowMs } },
      createdMs: nowMs,
      modifiedMs: nowMs,
      tags: toTags(tags),
    });
  });
  return { templateArn: arn, templateName: name, defaultVersionId: 1 };
};
