import { fail } from "../../../platform/aws-error.ts";
import { ownValue } from "../../../platform/own-value.ts";
import { resourceNotFound } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { latestVersion } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";
import { policyDocument } from "../policy/permission-statement.ts";

/** Its RevisionId is the one that its last change gave to the function, version or alias. */
export const getPolicy: LambdaOperation<"GetPolicy"> = async ({ FunctionName, Qualifier }, context) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  // It has the same words for a function that is not there.
  const known = (await context.state.functions.find(reference)) ?? fail(resourceNotFound());
  const { qualifier = latestVersion } = reference;
  const policy = ownValue(known.family.policies, qualifier);
  if (!policy) throw resourceNotFound();
  const { revisionId } = ownValue(known.family.aliases, qualifier) ?? findVersion(known, qualifier);
  return { Policy: policyDocument(policy.statements), RevisionId: policy.revisionId ?? revisionId };
};
