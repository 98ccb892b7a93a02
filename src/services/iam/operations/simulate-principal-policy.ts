import { compilePolicy } from "../../policy-language/compile.ts";
import type { IamOperation } from "../operation.ts";
import { findContextKeys } from "../policy/context-keys.ts";
import { compileGiven, simulate, toSimulatedPolicy } from "../policy/simulate.ts";
import { readHolderDocuments } from "../policy-holders/holder-documents.ts";

/** What the policies of a user, group or role would decide, together with those given. */
export const simulatePrincipalPolicy: IamOperation<"SimulatePrincipalPolicy"> = async (input, context) => {
  const { PolicySourceArn: arn } = input;
  const held = await readHolderDocuments(context, arn);
  const added = await compileGiven(input.PolicyInputList);
  const [given] = await compileGiven(input.PermissionsBoundaryPolicyInputList);
  const boundary = given ?? (held.boundary === undefined ? undefined : compilePolicy(held.boundary));
  const identity = [
    ...held.identity.map(({ arn: managed, name, holder, document }) =>
      toSimulatedPolicy(managed ? name : `${holder.kind}_${holder.name}_${name}`, document),
    ),
    ...added,
  ];
  const contextKeys = findContextKeys([
    ...held.identity.map(({ document }) => document),
    ...(input.PolicyInputList ?? []),
  ]);
  const principal = { kind: "user", account: context.account, arn, userId: held.id } as const;
  return simulate(principal, { identity, boundary, contextKeys }, input);
};
