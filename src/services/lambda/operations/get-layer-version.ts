import { resourceNotFound } from "../errors.ts";
import { findLayer, parseLayerVersion } from "../layers/find-layer.ts";
import { toLayer } from "../layers/to-layer.ts";
import type { LambdaOperation } from "../operation.ts";

export const getLayerVersion: LambdaOperation<"GetLayerVersion"> = async ({ LayerName, VersionNumber }, context) => {
  const layer = await findLayer(context, parseLayerVersion(LayerName, VersionNumber, context));
  if (!layer) throw resourceNotFound();
  return toLayer(layer, context);
};
