import { listConfigurations } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const listBucketInventoryConfigurations: S3Operation<"ListBucketInventoryConfigurations"> = async (
  input,
  context,
) => {
  const { list, ...page } = await listConfigurations(context, input, "inventory");
  return { InventoryConfigurationList: list, ...page };
};
