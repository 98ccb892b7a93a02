import { invalidRequest } from "../errors.ts";
import type { IotContext } from "../operation.ts";
import { findTemplate } from "../provisioning/provisioning-template.ts";
import { readTemplateBody } from "../provisioning/template-body.ts";
import type { RegistrationConfig } from "../records/registration-config.ts";
import { checkRoleArn } from "../roles/role-alias.ts";

/** How devices of a CA certificate are provisioned: by a template of its own with a role, or by one that has a name. Throws for half of it. */
export async function toRegistrationConfig(
  given: RegistrationConfig | undefined,
  context: IotContext,
): Promise<RegistrationConfig | undefined> {
  const { templateBody, roleArn, templateName } = given ?? {};
  if (templateName !== undefined) {
    if (templateBody !== undefined)
      throw invalidRequest("registrationConfig must have templateName or templateBody, not both.");
    const { type } = await context.state.registry.read(context, (tx) => findTemplate(tx, templateName));
    if (type !== "JITP") throw invalidRequest(`The provisioning template ${templateName} is not of the type JITP.`);
    if (roleArn !== undefined) checkRoleArn(roleArn, context);
    return { templateName, ...(roleArn !== undefined && { roleArn }) };
  }
  if (templateBody === undefined && roleArn === undefined) return undefined;
  if (templateBody === undefined || roleArn === undefined)
    throw invalidRequest("registrationConfig must have templateBody and roleArn.");
  readTemplateBody(templateBody);
  checkRoleArn(roleArn, context);
  return { templateBody, roleArn };
}
