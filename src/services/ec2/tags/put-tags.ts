import type { WriteTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Tags } from "../../tags.ts";

/** The tags that a resource is made with. */
export async function putTags(tx: WriteTransaction, resourceId: string, tags: Tags): Promise<void> {
  for (const [key, value] of Object.entries(tags)) await tagStore.put(tx, { resourceId, key, value });
}
