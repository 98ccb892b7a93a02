import type { ReadTransaction } from "../../../storage/database.ts";
import { invalid, notBuilt, notFound } from "../errors.ts";
import type { UsagePlanRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Throws what AWS refuses of a usage plan. Source: "CreateUsagePlan". */
export async function checkUsagePlan(tx: ReadTransaction, plan: UsagePlanRecord): Promise<void> {
  if (!plan.name) throw invalid("Usage plan name cannot be blank");
  for (const { apiId = "", stage = "" } of plan.apiStages ?? []) {
    if (!(await partStore.find(tx, apiId, "Stage", stage))) throw notFound(`API Stage not found: ${apiId}:${stage}`);
  }
  const { limit = 0, offset = 0, period } = plan.quota ?? {};
  if (!plan.quota) return;
  if (limit < 1) throw invalid("Usage Plan quota limit must be greater than 0");
  if (period === undefined) throw invalid("Usage Plan quota period must be set");
  if (offset < 0) throw invalid("Usage Plan quota offset must be zero or larger");
  if (offset > 0) throw notBuilt("offsets of quotas");
}
