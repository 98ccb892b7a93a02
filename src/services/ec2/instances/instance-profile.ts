import type { IamInstanceProfileSpecification } from "@aws-sdk/client-ec2";
import { parseArn } from "../../../platform/arn.ts";
import { rootPrincipal } from "../../principal.ts";
import type { FurtherRule, OperationContext } from "../../service.ts";
import { invalidParameterCombination, profileNotFound } from "../errors.ts";

export interface InstanceProfile {
  readonly arn: string;
  readonly id: string;
}

/** By its name or ARN, of the account's own. Throws for one that IAM does not have. */
export async function findProfile(
  { Arn, Name }: IamInstanceProfileSpecification,
  context: OperationContext,
): Promise<InstanceProfile & { readonly roles: readonly string[] }> {
  if (Arn !== undefined && Name !== undefined)
    throw invalidParameterCombination(
      "The parameter 'iamInstanceProfile.name' may not be used with 'iamInstanceProfile.arn'",
    );
  const named = Name ?? Arn?.split("/").at(-1) ?? "";
  const isOthers = Arn !== undefined && parseArn(Arn)?.account !== context.account;
  // Who starts an instance needs no permission to read the profile.
  const as = { principal: rootPrincipal(context.account) };
  const found = isOthers
    ? undefined
    : await context
        .call("iam", "GetInstanceProfile", { InstanceProfileName: named }, as)
        .catch((problem: { readonly name?: string }) => {
          if (problem.name === "NoSuchEntity" || problem.name === "NoSuchEntityException") return undefined;
          throw problem;
        });
  const { Arn: arn = "", InstanceProfileId: id = "", Roles = [] } = found?.InstanceProfile ?? {};
  if (arn === "" || (Arn !== undefined && arn !== Arn)) throw profileNotFound(Name ?? Arn ?? "");
  return { arn, id, roles: Roles.map((role) => role.Arn ?? "") };
}

/** Who gives an instance a profile passes on its role. Source: "Grant permissions to attach an IAM role to an instance". */
export const passesProfile: FurtherRule = async (profile, _input, context) => {
  // One that is not there is the operation's to refuse.
  const found = await findProfile(profile as IamInstanceProfileSpecification, context).catch(() => undefined);
  return (found?.roles ?? []).map((resource) => ({
    action: "iam:PassRole",
    resource,
    resourceAccount: context.account,
    conditions: { "iam:passedtoservice": ["ec2.amazonaws.com"] },
  }));
};
