import type { IotOperation } from "../operation.ts";
import { detachPolicyFrom } from "../policies/attach.ts";

export const detachPolicy: IotOperation<"DetachPolicy"> = async ({ policyName = "", target = "" }, context) => {
  await detachPolicyFrom(policyName, target, context);
  return {};
};
