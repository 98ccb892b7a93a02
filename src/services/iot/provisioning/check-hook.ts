import { parseArn } from "../../../platform/arn.ts";
import { invalidRequest } from "../errors.ts";
import type { ProvisioningHook } from "./provisioning-template.ts";

/** The only one that there is. Source: "Pre-provisioning hooks". */
const payloadVersion = "2020-04-01";

/** Throws for what names no function. */
export function toHook(
  given: { readonly payloadVersion?: string | undefined; readonly targetArn: string | undefined } | undefined,
): ProvisioningHook | undefined {
  if (!given) return undefined;
  const { payloadVersion: version = payloadVersion, targetArn = "" } = given;
  const arn = parseArn(targetArn);
  if (arn?.service !== "lambda" || !arn.resource.startsWith("function:"))
    throw invalidRequest("The targetArn of preProvisioningHook must be the ARN of a Lambda function.");
  if (version !== payloadVersion) throw invalidRequest(`The payloadVersion must be ${payloadVersion}.`);
  return { payloadVersion: version, targetArn };
}
