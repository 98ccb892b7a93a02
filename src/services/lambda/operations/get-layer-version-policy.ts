import { policyMissing } from "../errors.ts";
import { parseLayerVersion, requireLayer } from "../layers/find-layer.ts";
import type { LambdaOperation } from "../operation.ts";
import { policyDocument } from "../policy/permission-statement.ts";

export const getLayerVersionPolicy: LambdaOperation<"GetLayerVersionPolicy"> = async (input, context) => {
  const layer = await requireLayer(context, parseLayerVersion(input.LayerName, input.VersionNumber, context));
  if (!layer.policy) throw policyMissing();
  return { Policy: policyDocument(layer.policy.statements), RevisionId: layer.revisionId };
};
