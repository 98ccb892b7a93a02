import type { ReadTransaction } from "../../../storage/database.ts";
import { instancesNotFound } from "../errors.ts";
import { checkIds } from "../resources/resource-id.ts";
import type { Instance } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";

/** Each once, in the order of the ids. Throws for malformed ids and for those that are not there. */
export async function findInstances(tx: ReadTransaction, ids: readonly string[]): Promise<Instance[]> {
  checkIds(ids, "i", "InvalidInstanceID");
  const found: Instance[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const instance = await instanceStore.find(tx, id);
    if (instance) found.push(instance);
    else missing.push(id);
  }
  if (missing.length > 0) throw instancesNotFound(missing);
  return found;
}
