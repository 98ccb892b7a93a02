import type { InventoryConfiguration } from "@aws-sdk/client-s3";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { runRepeatedly } from "../../timers/repeated.ts";
import { whenCalled } from "../../when-called.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { configurationStore } from "../configurations/configuration-store.ts";
import type { S3State } from "../state.ts";

const dayMs = 24 * 60 * 60 * 1000;
const inventoryKind = "s3.inventory";

const writeInventory = whenCalled(async () => (await import("./write-inventory.ts")).writeInventory);

/** With the commit that puts a configuration, or takes it: its reports are written at midnight (UTC), each day's or on Sundays. */
export async function setInventoryTimer(
  tx: WriteTransaction,
  id: string,
  configuration: InventoryConfiguration | undefined,
  nowMs: number,
): Promise<void> {
  if (!configuration?.IsEnabled) await tx.cancelTimer(inventoryKind, id);
  else await tx.setTimer({ kind: inventoryKind, key: id, dueMs: nextReportMs(configuration, nowMs) });
}

/** One bucket's reports of one configuration, whose id is the key. */
export const inventory: ServiceTimer<S3State> = {
  // Each goes through a whole bucket.
  atOnce: 1,
  restAfterStartMs: 10_000,
  fire: async (firing, context) => {
    const { state, host } = context;
    const { from, key: configurationId } = firing;
    const found = await host.storage.partition(from).read(async (tx) => ({
      row: await bucketStore.find(tx),
      json: await configurationStore.find(tx, "inventory", configurationId),
    }));
    if (!found.row || found.json === undefined) return;
    const configuration = JSON.parse(found.json) as InventoryConfiguration;
    const [name = "", id = ""] = from.name.split("/");
    const { account, region } = from;
    const bucket: Bucket = { name, id, account, region, createdMs: found.row.createdMs };
    await runRepeatedly(firing, context, {
      failure: "the inventory of a bucket could not be written",
      nextMs: (begunMs) => nextReportMs(configuration, begunMs),
      run: () => writeInventory(bucket, configuration, state, host),
    });
  },
};

/** The first day of time was a Thursday: Sundays are three days later. */
function nextReportMs({ Schedule }: InventoryConfiguration, nowMs: number): number {
  const today = Math.floor(nowMs / dayMs);
  if (Schedule?.Frequency !== "Weekly") return (today + 1) * dayMs;
  return (today + 7 - ((today + 4) % 7)) * dayMs;
}
