import type { WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import { tagStore } from "./tag-store.ts";

/** The tags that a resource is made with. */
export async function putTags(tx: WriteTransaction, resourceId: string, tags: Tags): Promise<void> {
  for (const [key, value] of Object.entries(tags)) await tagStore.put(tx, { resourceId, key, value });
}
