import { indexingSettings } from "../fleet-index/indexing-settings.ts";
import type { IotOperation } from "../operation.ts";

const managedThingFields = [
  { name: "registry.version", type: "Number" },
  { name: "registry.thingTypeName", type: "String" },
  { name: "registry.thingGroupNames", type: "String" },
  { name: "thingName", type: "String" },
  { name: "thingId", type: "String" },
] as const;

const managedGroupFields = [
  { name: "description", type: "String" },
  { name: "parentGroupNames", type: "String" },
  { name: "thingGroupId", type: "String" },
  { name: "thingGroupName", type: "String" },
  { name: "version", type: "Number" },
] as const;

export const getIndexingConfiguration: IotOperation<"GetIndexingConfiguration"> = async (_input, context) => {
  const { things, connectivity, groups, customFields } = await context.state.registry.read(context, (tx) =>
    indexingSettings.find(tx),
  );
  return {
    thingIndexingConfiguration: {
      thingIndexingMode: things,
      thingConnectivityIndexingMode: connectivity,
      deviceDefenderIndexingMode: "OFF",
      namedShadowIndexingMode: "OFF",
      managedFields: things === "OFF" ? [] : [...managedThingFields],
      customFields: customFields as [],
    },
    thingGroupIndexingConfiguration: {
      thingGroupIndexingMode: groups,
      managedFields: groups === "OFF" ? [] : [...managedGroupFields],
      customFields: [],
    },
  };
};
