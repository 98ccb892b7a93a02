import { indexingSettings } from "../fleet-index/indexing-settings.ts";
import type { IotOperation } from "../operation.ts";

export const listIndices: IotOperation<"ListIndices"> = async (_input, context) => {
  const { things, groups } = await context.state.registry.read(context, (tx) => indexingSettings.find(tx));
  return {
    indexNames: [...(things === "OFF" ? [] : ["AWS_Things"]), ...(groups === "OFF" ? [] : ["AWS_ThingGroups"])],
  };
};
