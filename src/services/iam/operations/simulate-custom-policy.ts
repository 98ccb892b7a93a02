import { iamArn } from "../entities/iam-arn.ts";
import type { IamOperation } from "../operation.ts";
import { findContextKeys } from "../policy/context-keys.ts";
import { compileGiven, simulate } from "../policy/simulate.ts";

/** What the policies given would decide. */
export const simulateCustomPolicy: IamOperation<"SimulateCustomPolicy"> = async (input, context) => {
  const [boundary] = await compileGiven(input.PermissionsBoundaryPolicyInputList);
  const principal = {
    kind: "user",
    account: context.account,
    arn: input.CallerArn ?? iamArn(context, "user/simulated"),
    userId: "",
  } as const;
  const identity = await compileGiven(input.PolicyInputList);
  const contextKeys = findContextKeys(input.PolicyInputList ?? []);
  return simulate(principal, { identity, boundary, contextKeys }, input);
};
