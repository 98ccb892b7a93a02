import { resourceNotFound } from "../errors.ts";
import { indexingSettings } from "../fleet-index/indexing-settings.ts";
import type { IotOperation } from "../operation.ts";

export const describeIndex: IotOperation<"DescribeIndex"> = async ({ indexName = "" }, context) => {
  const { things, groups, connectivity } = await context.state.registry.read(context, (tx) =>
    indexingSettings.find(tx),
  );
  const isThings = indexName === "AWS_Things" && things !== "OFF";
  if (!isThings && !(indexName === "AWS_ThingGroups" && groups === "ON"))
    throw resourceNotFound(`Index ${indexName} does not exist`);
  const schema = isThings
    ? connectivity === "STATUS"
      ? "REGISTRY_AND_CONNECTIVITY_STATUS"
      : "REGISTRY"
    : "THING_GROUPS";
  return { indexName, indexStatus: "ACTIVE", schema };
};
