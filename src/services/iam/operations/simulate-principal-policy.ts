import { viewAccount } from "../account.ts";
import type { PolicyHolder } from "../entity.ts";
import { malformedPolicy, validationError } from "../errors.ts";
import { toPage } from "../page.ts";
import { type CompiledPolicy, compilePolicy } from "../policy/compile.ts";
import { findPolicyFault } from "../policy/validate-document.ts";
import { findHolder, findManagedPolicy } from "../policy-holder.ts";
import type { IamContext, IamOperation } from "../service-context.ts";
import { simulate } from "../simulation.ts";

/** What the policies of a user, group or role would decide, together with those given. */
export const simulatePrincipalPolicy: IamOperation<"SimulatePrincipalPolicy"> = async (input, context) => {
  const { PolicySourceArn: arn } = input;
  const { identity, boundary, userId } = await readPolicies(context, arn);
  const added = (input.PolicyInputList ?? []).map((document) => {
    const fault = findPolicyFault(document);
    if (fault) throw malformedPolicy(fault);
    return compilePolicy(document);
  });
  const principal = { kind: "user", account: context.account, arn, userId } as const;
  const results = simulate(principal, { identity: [...identity, ...added], boundary }, input);
  const numbered = results.map((result, index) => ({ key: String(index).padStart(9, "0"), result }));
  const { items, ...page } = toPage(numbered, ({ key }) => key, input);
  return { EvaluationResults: items.map(({ result }) => result), ...page };
};

const holderArn = /^arn:aws:iam::(\d{12}):(user|group|role)\/(?:.*\/)?([^/]+)$/;

async function readPolicies(context: IamContext, arn: string) {
  const [, account, kind, name = ""] = holderArn.exec(arn) ?? [];
  if (!kind || account !== context.account)
    throw validationError(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  return viewAccount(context, async (tx) => {
    const holder = await findHolder(tx, kind as "user" | "group" | "role", name);
    const groups = "groups" in holder ? holder.groups : [];
    const holders: PolicyHolder[] = [holder];
    for (const group of groups) holders.push(await findHolder(tx, "group", group));
    const documentOf = async (policyArn: string) => {
      const policy = await findManagedPolicy(tx, policyArn);
      return policy?.versions.find(({ id }) => id === policy.defaultVersionId)?.document;
    };
    const identity: CompiledPolicy[] = [];
    for (const each of holders) {
      identity.push(...Object.values(each.inlinePolicies).map(compilePolicy));
      for (const attached of each.attachedPolicies) {
        const document = await documentOf(attached);
        if (document) identity.push(compilePolicy(document));
      }
    }
    const bound =
      "permissionsBoundary" in holder && holder.permissionsBoundary
        ? await documentOf(holder.permissionsBoundary)
        : undefined;
    return { identity, boundary: bound ? compilePolicy(bound) : undefined, userId: holder.id };
  });
}
