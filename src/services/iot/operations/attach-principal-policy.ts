import type { IotOperation } from "../operation.ts";
import { attachPolicyTo } from "../policies/attach.ts";

/** The older name of AttachPolicy. */
export const attachPrincipalPolicy: IotOperation<"AttachPrincipalPolicy"> = async (
  { policyName = "", principal = "" },
  context,
) => {
  await attachPolicyTo(policyName, principal, context);
  return {};
};
