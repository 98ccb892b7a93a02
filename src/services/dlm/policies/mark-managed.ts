import type { Schedule } from "@aws-sdk/client-dlm";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { Policy } from "./policy.ts";

/** What AWS marks such snapshots with. The prefix is reserved, so no call of a user's could give these tags. */
export async function markManaged(
  host: ServiceHost,
  place: Place,
  resourceId: string,
  { id }: Policy,
  { Name = "" }: Schedule,
): Promise<void> {
  await host.storage.partition(regionKey(place)).write(async (tx) => {
    await tagStore.put(tx, { resourceId, key: "aws:dlm:lifecycle-policy-id", value: id });
    await tagStore.put(tx, { resourceId, key: "aws:dlm:lifecycle-schedule-name", value: Name });
    await tagStore.put(tx, { resourceId, key: "dlm:managed", value: "true" });
  });
}
