import type { IotOperation } from "../operation.ts";
import { detachPolicyFrom } from "../policies/attach.ts";

/** The older name of DetachPolicy. */
export const detachPrincipalPolicy: IotOperation<"DetachPrincipalPolicy"> = async (
  { policyName = "", principal = "" },
  context,
) => {
  await detachPolicyFrom(policyName, principal, context);
  return {};
};
