import { parseLayerVersion } from "../layers/find-layer.ts";
import { layerPartition, layerStore } from "../layers/layer-store.ts";
import type { LambdaOperation } from "../operation.ts";

/** No function can take it any more; those that have it keep it, with its content. One that is not there is as good as deleted. */
export const deleteLayerVersion: LambdaOperation<"DeleteLayerVersion"> = async (input, context) => {
  const { name, version, ...at } = parseLayerVersion(input.LayerName, input.VersionNumber, context);
  await layerPartition(context.host.storage, at).write((tx) => layerStore.remove(tx, name, version));
  return {};
};
