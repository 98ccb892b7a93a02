import { deleteConfiguration } from "../configurations/configurations.ts";
import { setInventoryTimer } from "../inventory/inventory-timer.ts";
import type { S3Operation } from "../operation.ts";

/** No report is written any more; those that were stay. */
export const deleteBucketInventoryConfiguration: S3Operation<"DeleteBucketInventoryConfiguration"> = async (
  input,
  context,
) => {
  const nowMs = context.host.clock.nowMs();
  await deleteConfiguration(context, input, "inventory", (tx) => setInventoryTimer(tx, input.Id, undefined, nowMs));
  return {};
};
