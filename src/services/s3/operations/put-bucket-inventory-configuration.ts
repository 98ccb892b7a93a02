import { putConfiguration } from "../configurations/configurations.ts";
import { checkInventory } from "../inventory/check-inventory.ts";
import { setInventoryTimer } from "../inventory/inventory-timer.ts";
import type { S3Operation } from "../operation.ts";

/** From the next midnight on, each day's or each Sunday's, a report of the bucket's objects is written. */
export const putBucketInventoryConfiguration: S3Operation<"PutBucketInventoryConfiguration"> = async (
  input,
  context,
) => {
  const { Id: id, InventoryConfiguration: configuration } = input;
  const nowMs = context.host.clock.nowMs();
  const check = () => checkInventory(id, configuration);
  await putConfiguration(context, input, "inventory", configuration, check, (tx) =>
    setInventoryTimer(tx, id, configuration, nowMs),
  );
  return {};
};
