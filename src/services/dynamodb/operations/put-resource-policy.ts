import type { DynamoDbOperation } from "../operation.ts";
import { changePolicy, toGuarded } from "../policies/change-policy.ts";
import { toPolicy } from "../policies/check-policy.ts";

/** Says who else may use a table. */
export const putResourcePolicy: DynamoDbOperation<"PutResourcePolicy"> = async (input, context) => {
  const policy = toPolicy(input.Policy ?? "");
  await changePolicy(context, toGuarded(context, input.ResourceArn), input.ExpectedRevisionId, policy);
  return { RevisionId: policy.revision };
};
