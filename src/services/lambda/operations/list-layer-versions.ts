import { pageOf } from "../functions/page.ts";
import { isCompatible } from "../layers/is-compatible.ts";
import { parseLayerName } from "../layers/layer-name.ts";
import { layerPartition, layerStore } from "../layers/layer-store.ts";
import { toListedLayer } from "../layers/to-layer.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** The newest first. */
export const listLayerVersions: LambdaOperation<"ListLayerVersions"> = async (input, context) => {
  const reference = parseLayerName(input.LayerName, context);
  const all = await layerPartition(context.host.storage, reference).read((tx) =>
    layerStore.listVersions(tx, reference.name),
  );
  const matching = all.filter((layer) => isCompatible(layer, input));
  const { items, nextMarker } = pageOf(matching, input, limits.functionsPage, ({ version }) => String(version));
  return { LayerVersions: items.map(toListedLayer), NextMarker: nextMarker };
};
