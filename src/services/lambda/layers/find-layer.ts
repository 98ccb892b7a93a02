import type { OperationContext } from "../../service.ts";
import { invalidParameter, layerVersionMissing } from "../errors.ts";
import { type LayerRecord, layerVersionArn } from "./layer.ts";
import { type LayerReference, parseLayerName } from "./layer-name.ts";
import { layerPartition, layerStore } from "./layer-store.ts";

/** A reference with a version. */
export type LayerVersionReference = LayerReference & { readonly version: number };

/** Throws InvalidParameterValueException for a version below 1. */
export function parseLayerVersion(name: string, version: number, at: OperationContext): LayerVersionReference {
  if (version < 1) throw invalidParameter("Layer Version Cannot be less than 1");
  return { ...parseLayerName(name, at), version };
}

export async function findLayer(
  { host }: OperationContext,
  reference: LayerVersionReference,
): Promise<LayerRecord | undefined> {
  return layerPartition(host.storage, reference).read((tx) => layerStore.find(tx, reference.name, reference.version));
}

/** Throws ResourceNotFoundException naming the version. */
export async function requireLayer(context: OperationContext, reference: LayerVersionReference): Promise<LayerRecord> {
  const layer = await findLayer(context, reference);
  if (layer) return layer;
  throw layerVersionMissing(layerVersionArn(reference));
}
