import type { OperationContext } from "../../service.ts";
import { layerRevisionDiffers, layerVersionMissing } from "../errors.ts";
import type { StoredPolicy } from "../policy/policy.ts";
import type { LayerVersionReference } from "./find-layer.ts";
import { type LayerRecord, layerVersionArn } from "./layer.ts";
import { layerPartition, layerStore } from "./layer-store.ts";

/** Changes a layer version's policy. Throws ResourceNotFoundException, and PreconditionFailedException for a stale RevisionId. */
export function changeLayerPolicy(
  { host }: OperationContext,
  reference: LayerVersionReference,
  revisionId: string | undefined,
  change: (policy: StoredPolicy | undefined) => StoredPolicy,
): Promise<LayerRecord> {
  return layerPartition(host.storage, reference).write(async (tx) => {
    const layer = await layerStore.find(tx, reference.name, reference.version);
    if (!layer) throw layerVersionMissing(layerVersionArn(reference));
    if (revisionId && revisionId !== layer.revisionId) throw layerRevisionDiffers();
    const policy = change(layer.policy);
    const changed: LayerRecord = {
      ...layer,
      policy: policy.statements.length > 0 ? policy : undefined,
      revisionId: host.random.uuid(),
    };
    await layerStore.put(tx, changed);
    return changed;
  });
}
