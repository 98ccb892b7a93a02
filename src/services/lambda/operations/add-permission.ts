import { policyTooLong, preconditionFailed, statementExists } from "../errors.ts";
import { functionArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { getPolicy, putPolicy } from "../functions/function-store.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../model.ts";
import { permissionStatement, policyDocument } from "../policy/permission-statement.ts";

/** Adds one statement to the function's policy. */
export const addPermission: LambdaOperation<"AddPermission"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { functions } = context.state;
  const record = await functions.require(reference);
  const statement = permissionStatement(input, functionArn(record));
  await functions.write(record, async (tx) => {
    const policy = await getPolicy(tx, record.name);
    if (input.RevisionId && input.RevisionId !== policy?.revisionId) throw preconditionFailed();
    const former = policy?.statements ?? [];
    if (former.some(({ Sid }) => Sid === input.StatementId)) throw statementExists(input.StatementId);
    const statements = [...former, statement];
    if (policyDocument(statements).length > limits.policyBytes) throw policyTooLong();
    await putPolicy(tx, record.name, { statements, revisionId: context.host.random.uuid() });
  });
  return { Statement: JSON.stringify(statement) };
};
