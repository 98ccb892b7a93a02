import type { Cap, SlotLimits } from "../../../cluster/slots/slots.ts";
import { ownValue } from "../../../platform/own-value.ts";
import type { Place } from "../../service.ts";
import { type FunctionFamily, type FunctionIdentity, provisionedTotal } from "../functions/function.ts";

/** What functions without a reservation share. */
export const unreservedPool = "";

/** What a function has for itself, beside what is provisioned. */
export function onDemandPool({ name, id }: Pick<FunctionIdentity, "name" | "id">): string {
  return `${name}/${id}`;
}

/** What is provisioned for an alias or a version. */
export function provisionedPool(of: Pick<FunctionIdentity, "name" | "id">, qualifier: string): string {
  return `${onDemandPool(of)}/${qualifier}`;
}

/** The limits of an account in a region are lent by one owner. */
export function groupOf({ account, region }: Place): string {
  return `${account}/${region}`;
}

export function placeOf(group: string): Place {
  const [account = "", region = ""] = group.split("/");
  return { account, region };
}

export interface LimitParts {
  /** An account's concurrency in a region. */
  readonly limit: number;
  readonly familyOf: (at: Place & { readonly name: string }) => Promise<FunctionFamily | undefined>;
  readonly claimed: (at: Place) => Promise<number>;
}

/** Lambda's limits as caps, from what is stored now. Source: "Understanding Lambda function scaling". */
export function createSlotLimits({ limit, familyOf, claimed }: LimitParts): SlotLimits {
  return {
    capsOf: async (group, pool) => {
      const at = placeOf(group);
      const account = { name: "account", size: limit };
      if (pool === unreservedPool) return [account, { name: "unreserved", size: limit - (await claimed(at)) }];
      const [name = "", id = "", qualifier] = pool.split("/");
      const family = await familyOf({ ...at, name });
      return [account, ...capsOf(family?.latest.id === id ? family : undefined, pool, qualifier)];
    },
  };
}

/** What runs of a function that is gone, or has no reservation any more, counts against the account until it has ended, and nothing is lent. */
function capsOf(family: FunctionFamily | undefined, pool: string, qualifier: string | undefined): Cap[] {
  const reserved = family?.reservedConcurrency;
  const ofFunction = family && reserved !== undefined ? [{ name: onDemandPool(family.latest), size: reserved }] : [];
  if (qualifier !== undefined) {
    const requested = family && ownValue(family.provisioned, qualifier)?.requested;
    return [...ofFunction, { name: pool, size: requested ?? 0 }];
  }
  const left = family && reserved !== undefined ? reserved - provisionedTotal(family.provisioned) : 0;
  return [...ofFunction, { name: `${pool} on demand`, size: left }];
}
