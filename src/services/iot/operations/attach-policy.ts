import type { IotOperation } from "../operation.ts";
import { attachPolicyTo } from "../policies/attach.ts";

/** To a certificate, a group of things or an identity of Cognito's. */
export const attachPolicy: IotOperation<"AttachPolicy"> = async ({ policyName = "", target = "" }, context) => {
  await attachPolicyTo(policyName, target, context);
  return {};
};
