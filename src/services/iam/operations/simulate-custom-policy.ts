import { iamArn } from "../entities/iam-arn.ts";
import { toPage } from "../entities/to-page.ts";
import { malformedPolicy } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { compilePolicy } from "../policy/compile.ts";
import { simulate } from "../policy/simulate.ts";
import { findPolicyFault } from "../policy/validate-document.ts";

/** What the policies given would decide. */
export const simulateCustomPolicy: IamOperation<"SimulateCustomPolicy"> = async (input, context) => {
  const compile = (document: string) => {
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    return compilePolicy(document);
  };
  const [boundary] = (input.PermissionsBoundaryPolicyInputList ?? []).map(compile);
  const principal = {
    kind: "user",
    account: context.account,
    arn: input.CallerArn ?? iamArn(context, "user/simulated"),
    userId: "",
  } as const;
  const results = simulate(principal, { identity: (input.PolicyInputList ?? []).map(compile), boundary }, input);
  const numbered = results.map((result, index) => ({ key: String(index).padStart(9, "0"), result }));
  const { items, ...page } = toPage(numbered, ({ key }) => key, input);
  return { EvaluationResults: items.map(({ result }) => result), ...page };
};
