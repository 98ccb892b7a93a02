import { invalidParameter, policyTooLong, statementExists } from "../errors.ts";
import { latestVersion, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { permissionStatement, policyDocument } from "../policy/permission-statement.ts";

/** Adds one statement to the policy of a function, version or alias. */
export const addPermission: LambdaOperation<"AddPermission"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  if (reference.qualifier === latestVersion) {
    throw invalidParameter("We currently do not support adding policies for $LATEST.");
  }
  const statement = permissionStatement(input, qualifiedArn(reference, reference.qualifier));
  await changePolicy(context, reference, input.RevisionId, (policy) => {
    const former = policy?.statements ?? [];
    if (former.some(({ Sid }) => Sid === input.StatementId)) throw statementExists(input.StatementId);
    const statements = [...former, statement];
    if (policyDocument(statements).length > limits.policyBytes) throw policyTooLong();
    return { statements };
  });
  return { Statement: JSON.stringify(statement) };
};
