import { getConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketInventoryConfiguration: S3Operation<"GetBucketInventoryConfiguration"> = async (
  input,
  context,
) => ({ InventoryConfiguration: await getConfiguration(context, input, "inventory") });
