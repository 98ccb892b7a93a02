import { invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { applyTemplate } from "../provisioning/apply-template.ts";
import { callAsAccount } from "../provisioning/registry-calls.ts";
import { readTemplateBody } from "../provisioning/template-body.ts";

/** Makes what a template says, at once. */
export const registerThing: IotOperation<"RegisterThing"> = async ({ templateBody = "", parameters = {} }, context) => {
  const body = readTemplateBody(templateBody);
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(body.parameters, name));
  if (unknown !== undefined) throw invalidRequest(`The template has no parameter ${unknown}.`);
  const { certificatePem, resourceArns } = await applyTemplate(body, parameters, callAsAccount(context.host, context));
  return { certificatePem, resourceArns };
};
