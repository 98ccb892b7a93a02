import type { DynamoDbOperation } from "../operation.ts";
import { changePolicy, toGuarded } from "../policies/change-policy.ts";

/** Nobody else may use the table any more; one that has none is left as it is. */
export const deleteResourcePolicy: DynamoDbOperation<"DeleteResourcePolicy"> = async (input, context) => {
  const name = toGuarded(context, input.ResourceArn);
  const former = await changePolicy(context, name, input.ExpectedRevisionId, undefined);
  return { RevisionId: former?.revision };
};
