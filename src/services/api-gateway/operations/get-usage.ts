import { usageKey, usageStore } from "../../execute-api/api-keys/usage-store.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const mostDays = 90;

/** How often the keys of a plan were used, by the day: what was used, and what was left of the quota then. */
export const getUsage: ApiGatewayOperation<"GetUsage"> = async (
  { usagePlanId = "", keyId, startDate = "", endDate = "", ...input },
  context,
) => {
  const days = daysBetween(startDate, endDate);
  const { quota, keys, position } = await read(context, async (tx) => {
    const plan = await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    const all = (await partStore.list(tx, usagePlanId, "UsagePlanKey")).map(({ id }) => id);
    const asked = all.filter((id) => keyId === undefined || id === keyId);
    const { items, position: next } = await toPage(
      input,
      (id: string) => id,
      fromList(asked, (id) => id),
    );
    return { quota: plan.quota?.limit ?? 0, keys: items, position: next };
  });
  const items = await context.host.storage.partition(usageKey(context, usagePlanId)).read(async (tx) => {
    const found: Record<string, number[][]> = {};
    for (const id of keys) {
      found[id] = [];
      let used = 0;
      for (const day of days) {
        const ofDay = await usageStore.used(tx, id, day, day);
        used += ofDay;
        found[id].push([ofDay, Math.max(quota - used, 0)]);
      }
    }
    return found;
  });
  return { usagePlanId, startDate, endDate, items, position };
};

function daysBetween(start: string, end: string): string[] {
  const [fromMs, toMs] = [start, end].map((day) =>
    /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN,
  );
  if (fromMs === undefined || toMs === undefined || Number.isNaN(fromMs) || Number.isNaN(toMs) || toMs < fromMs)
    throw invalid("Usage dates must be given as YYYY-MM-DD, the start not after the end");
  const count = Math.round((toMs - fromMs) / dayMs) + 1;
  if (count > mostDays) throw invalid(`Usage can be asked for ${mostDays} days at most`);
  return Array.from({ length: count }, (_, at) => new Date(fromMs + at * dayMs).toISOString().slice(0, 10));
}
