import { hash } from "node:crypto";
import { billStored, type Held } from "../usage/stored.ts";
import { regionKey } from "./region-key.ts";

/**
 * Volumes by their size and what they were promised, snapshots by the blocks that their predecessors had not. There may be a hundred thousand of them, so a
 * row of the bill is all of one kind with the same tags.
 */
export const storedDisks = billStored<unknown>({
  kind: regionKey({ account: "", region: "" }).kind,
  list: async function* (key, { host }) {
    const { eachUse } = await import("./disk-uses.ts");
    const sums = new Map<string, Held>();
    for await (const [usageType, operation, amount, tags] of eachUse(key, host)) {
      const of = hash("sha256", JSON.stringify([usageType, Object.entries(tags).sort()]));
      const before = sums.get(of)?.amount ?? 0;
      const held = { service: "EC2 - Other", usageType, operation, resource: "", tags, per: "month" } as const;
      sums.set(of, { ...held, amount: before + amount });
    }
    yield* sums.values();
  },
});
