import { notSupported } from "../errors.ts";
import { indexingSettings } from "../fleet-index/indexing-settings.ts";
import type { IotOperation } from "../operation.ts";

/** The registry and whether things are connected; shadows, device defender and jobs are not indexed. */
export const updateIndexingConfiguration: IotOperation<"UpdateIndexingConfiguration"> = async (input, context) => {
  const { thingIndexingConfiguration: things, thingGroupIndexingConfiguration: groups } = input;
  if (things?.thingIndexingMode === "REGISTRY_AND_SHADOW") throw notSupported("thingIndexingMode REGISTRY_AND_SHADOW");
  if (things?.deviceDefenderIndexingMode === "VIOLATIONS") throw notSupported("deviceDefenderIndexingMode VIOLATIONS");
  if (things?.namedShadowIndexingMode === "ON") throw notSupported("namedShadowIndexingMode ON");
  await context.state.registry.write(context, async (tx) => {
    const former = await indexingSettings.find(tx);
    await indexingSettings.put(tx, {
      things: (things?.thingIndexingMode as "OFF" | "REGISTRY" | undefined) ?? former.things,
      connectivity: things ? (things.thingConnectivityIndexingMode ?? "OFF") : former.connectivity,
      groups: groups?.thingGroupIndexingMode ?? former.groups,
      customFields: (things?.customFields as typeof former.customFields | undefined) ?? former.customFields,
    });
  });
  return {};
};
