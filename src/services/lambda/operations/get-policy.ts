import { noPolicy } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { getPolicy as readPolicy } from "../functions/function-store.ts";
import type { LambdaOperation } from "../model.ts";
import { policyDocument } from "../policy/permission-statement.ts";

export const getPolicy: LambdaOperation<"GetPolicy"> = async ({ FunctionName, Qualifier }, context) => {
  const { functions } = context.state;
  const record = await functions.require(parseFunctionName(FunctionName, context, Qualifier));
  const policy = await functions.read(record, (tx) => readPolicy(tx, record.name));
  if (!policy) throw noPolicy();
  return { Policy: policyDocument(policy.statements), RevisionId: policy.revisionId };
};
