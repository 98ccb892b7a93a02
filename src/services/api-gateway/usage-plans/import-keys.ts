import type { WriteTransaction } from "../../../storage/database.ts";
import { apiIdCharacters } from "../apis/api.ts";
import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { newId } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import type { ImportedKey } from "./read-keys.ts";

/** Keys that are there already, and plans that are not, are warnings. */
export async function putImportedKeys(
  tx: WriteTransaction,
  context: ApiGatewayContext,
  keys: readonly ImportedKey[],
): Promise<{ ids: string[]; warnings: string[] }> {
  const former = await partStore.list(tx, ofAccount, "ApiKey");
  if (former.length + keys.length > limits.apiKeysPerRegion)
    throw limitExceeded("Maximum number of API keys has been reached");
  const values = new Set(former.map(({ value }) => value));
  const plans = new Set((await partStore.list(tx, ofAccount, "UsagePlan")).map(({ id }) => id));
  const ids: string[] = [];
  const warnings: string[] = [];
  const nowMs = context.host.clock.nowMs();
  for (const { name, value, description, enabled, usagePlanIds } of keys) {
    if (value.length < 20 || value.length > 128) {
      warnings.push(`API key ${name} has a value of less than 20 or more than 128 characters`);
      continue;
    }
    if (values.has(value)) {
      warnings.push(`API key ${name} already exists`);
      continue;
    }
    values.add(value);
    const id = newId(context, apiIdCharacters);
    ids.push(id);
    const key = { id, name, value, enabled, createdMs: nowMs, updatedMs: nowMs, ...(description && { description }) };
    await partStore.put(tx, ofAccount, "ApiKey", key);
    for (const plan of usagePlanIds) {
      if (!plans.has(plan)) warnings.push(`Usage plan ${plan} of API key ${name} does not exist`);
      else await partStore.put(tx, plan, "UsagePlanKey", { id, type: "API_KEY", value, name });
    }
  }
  return { ids, warnings };
}
