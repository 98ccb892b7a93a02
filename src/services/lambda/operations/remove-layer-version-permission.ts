import { statementNotFound } from "../errors.ts";
import { changeLayerPolicy } from "../layers/change-layer-policy.ts";
import { parseLayerVersion } from "../layers/find-layer.ts";
import type { LambdaOperation } from "../operation.ts";

export const removeLayerVersionPermission: LambdaOperation<"RemoveLayerVersionPermission"> = async (input, context) => {
  const reference = parseLayerVersion(input.LayerName, input.VersionNumber, context);
  await changeLayerPolicy(context, reference, input.RevisionId, (policy) => {
    const statements = policy?.statements.filter(({ Sid }) => Sid !== input.StatementId) ?? [];
    if (statements.length === (policy?.statements.length ?? 0)) throw statementNotFound(input.StatementId);
    return { statements };
  });
  return {};
};
