import type { StoredObject } from "../objects/stored-object.ts";
import { daysAfter, filterOf, matchesRule, readLifecycle } from "./lifecycle-rule.ts";

/** When an object will expire and by which rule, for `x-amz-expiration`; undefined if never. Source: "PutObject". */
export function expirationHeader(json: string | undefined, object: StoredObject): string | undefined {
  if (json === undefined || object.isMarker) return undefined;
  let soonest: { readonly atMs: number; readonly id: string } | undefined;
  for (const rule of readLifecycle(json).rules) {
    if (rule.Status !== "Enabled" || !matchesRule(filterOf(rule), object, object.tags)) continue;
    const { Days: days, Date: date } = rule.Expiration ?? {};
    const atMs = days === undefined ? date?.getTime() : daysAfter(object.modifiedMs, days);
    if (atMs === undefined || (soonest && soonest.atMs <= atMs)) continue;
    soonest = { atMs, id: rule.ID ?? "" };
  }
  if (!soonest) return undefined;
  return `expiry-date="${new Date(soonest.atMs).toUTCString()}", rule-id="${encodeURIComponent(soonest.id)}"`;
}
