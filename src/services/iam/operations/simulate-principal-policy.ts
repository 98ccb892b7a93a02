import { toPage } from "../entities/to-page.ts";
import { malformedPolicy } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { compilePolicy } from "../policy/compile.ts";
import { simulate } from "../policy/simulate.ts";
import { findPolicyFault } from "../policy/validate-document.ts";
import { readHolderDocuments } from "../policy-holders/holder-documents.ts";

/** What the policies of a user, group or role would decide, together with those given. */
export const simulatePrincipalPolicy: IamOperation<"SimulatePrincipalPolicy"> = async (input, context) => {
  const { PolicySourceArn: arn } = input;
  const held = await readHolderDocuments(context, arn);
  const compile = (document: string) => {
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    return compilePolicy(document);
  };
  const added = (input.PolicyInputList ?? []).map(compile);
  const [given] = (input.PermissionsBoundaryPolicyInputList ?? []).map(compile);
  const boundary = given ?? (held.boundary === undefined ? undefined : compilePolicy(held.boundary));
  const identity = [...held.identity.map(({ document }) => compilePolicy(document)), ...added];
  const principal = { kind: "user", account: context.account, arn, userId: held.id } as const;
  const results = simulate(principal, { identity, boundary }, input);
  const numbered = results.map((result, index) => ({ key: String(index).padStart(9, "0"), result }));
  const { items, ...page } = toPage(numbered, ({ key }) => key, input);
  return { EvaluationResults: items.map(({ result }) => result), ...page };
};
