import type { Link } from "../registry/link-store.ts";

export function principalTypeOf({ record }: Link): "EXCLUSIVE_THING" | "NON_EXCLUSIVE_THING" {
  return record.isExclusive ? "EXCLUSIVE_THING" : "NON_EXCLUSIVE_THING";
}
