import { preconditionFailed, statementNotFound } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { getPolicy, putPolicy } from "../functions/function-store.ts";
import type { LambdaOperation } from "../model.ts";

/** Removes one statement from the function's policy; with the last one the policy is gone. */
export const removePermission: LambdaOperation<"RemovePermission"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { functions } = context.state;
  const record = await functions.require(reference);
  await functions.write(record, async (tx) => {
    const policy = await getPolicy(tx, record.name);
    const statements = policy?.statements.filter(({ Sid }) => Sid !== input.StatementId);
    if (!policy || statements?.length === policy.statements.length) throw statementNotFound(input.StatementId);
    if (input.RevisionId && input.RevisionId !== policy.revisionId) throw preconditionFailed();
    await putPolicy(tx, record.name, { statements: statements ?? [], revisionId: context.host.random.uuid() });
  });
  return {};
};
