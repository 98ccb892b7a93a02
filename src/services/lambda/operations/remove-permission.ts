import { policyMissing, policyOfMissingFunction, statementNotFound } from "../errors.ts";
import { qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";
import { changePolicy } from "../policy/change-policy.ts";

/** Removes one statement; with the last one the policy is gone. */
export const removePermission: LambdaOperation<"RemovePermission"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  if (!(await context.state.functions.find(reference))) {
    throw policyOfMissingFunction(qualifiedArn(reference, reference.qualifier));
  }
  await changePolicy(context, reference, input.RevisionId, (policy) => {
    if (!policy) throw policyMissing();
    const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
    if (statements.length === policy.statements.length) throw statementNotFound(input.StatementId);
    return { statements };
  });
  return {};
};
