import { checkRequestSize } from "../code/check-request-size.ts";
import { readCode } from "../code/read-code.ts";
import type { StoredCode } from "../code/stored-code.ts";
import { codeStorageExceeded, crossAccountAccess } from "../errors.ts";
import type { LayerRecord } from "../layers/layer.ts";
import { parseLayerName } from "../layers/layer-name.ts";
import { layerPartition, layerStore } from "../layers/layer-store.ts";
import { toLayer } from "../layers/to-layer.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** Each call makes a new version, whatever its content. */
export const publishLayerVersion: LambdaOperation<"PublishLayerVersion"> = async (input, context) => {
  checkRequestSize(context, "PublishLayerVersion");
  const { account, region, name } = parseLayerName(input.LayerName, context);
  if (account !== context.account) throw crossAccountAccess();
  const { host, state } = context;
  const upload = await readCode(input.Content, context);
  const partition = layerPartition(host.storage, { account, region });
  const publish = (code: StoredCode) =>
    partition.write(async (tx) => {
      if ((await layerStore.codeBytes(tx)) + code.sizeBytes > limits.codeStorageBytes) throw codeStorageExceeded();
      const made: LayerRecord = {
        account,
        region,
        name,
        version: await layerStore.nextVersion(tx, name),
        description: input.Description ?? "",
        license: input.LicenseInfo,
        runtimes: input.CompatibleRuntimes,
        architectures: input.CompatibleArchitectures,
        createdMs: host.clock.nowMs(),
        code,
        policy: undefined,
        revisionId: "",
      };
      await layerStore.put(tx, made);
      return made;
    });
  const layer = await state.code.takeLayer(upload, publish);
  return toLayer(layer, context);
};
