import { pageOf } from "../functions/page.ts";
import { isCompatible } from "../layers/is-compatible.ts";
import { layerArn } from "../layers/layer.ts";
import { layerPartition, layerStore } from "../layers/layer-store.ts";
import { toListedLayer } from "../layers/to-layer.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** Each layer with the newest of its versions that match. */
export const listLayers: LambdaOperation<"ListLayers"> = async (input, context) => {
  const all = await layerPartition(context.host.storage, context).read(layerStore.list);
  const newest = [
    ...Map.groupBy(
      all.filter((layer) => isCompatible(layer, input)),
      ({ name }) => name,
    ).values(),
  ];
  const layers = newest.flatMap(([first]) => (first ? [first] : []));
  const { items, nextMarker } = pageOf(layers, input, limits.functionsPage, ({ name }) => name);
  return {
    Layers: items.map((layer) => ({
      LayerName: layer.name,
      LayerArn: layerArn(layer),
      LatestMatchingVersion: toListedLayer(layer),
    })),
    NextMarker: nextMarker,
  };
};
