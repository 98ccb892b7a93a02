import type { ReadTransaction } from "../../../storage/database.ts";
import { quotaExceeded } from "../errors.ts";
import type { EntityKind } from "./entity.ts";
import { entityStore } from "./entity-store.ts";

/** Refuses one more entity of a kind than the account may have. */
export async function checkQuota(tx: ReadTransaction, kind: EntityKind, quota: string, limit: number): Promise<void> {
  if ((await entityStore.count(tx, kind)) >= limit) throw quotaExceeded(quota, limit);
}
