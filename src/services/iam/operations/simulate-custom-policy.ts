import { iamArn } from "../entities/iam-arn.ts";
import type { IamOperation } from "../operation.ts";
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
  return simulate(principal, { identity: await compileGiven(input.PolicyInputList), boundary }, input);
};
