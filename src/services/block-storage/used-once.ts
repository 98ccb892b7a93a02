import type { WriteTransaction } from "../../storage/database.ts";
import type { EffectReceiver, ServiceHost } from "../service.ts";
import type { Tags } from "../tags.ts";
import { delivered } from "../targets/verdict.ts";
import type { UsageType } from "../usage/price-list.ts";
import { recordUsage } from "../usage/usage.ts";

export const usedOnceTopic = "ec2.storage-usage";

interface UsedOnce {
  readonly usageType: UsageType;
  readonly operation: string;
  readonly quantity: number;
  readonly tags: Tags;
  readonly atMs: number;
}

/** Brings what is paid for once (a restore from the archive) on the bill, from this commit on. */
export async function emitUsedOnce(
  tx: WriteTransaction,
  used: Omit<UsedOnce, "atMs">,
  { random, clock }: Pick<ServiceHost, "random" | "clock">,
): Promise<void> {
  const payload = JSON.stringify({ ...used, atMs: clock.nowMs() } satisfies UsedOnce);
  await tx.emit({ topic: usedOnceTopic, id: random.uuid(), payload });
}

export const recordUsedOnce: EffectReceiver<unknown> = async ({ payload }, { account, region }, { host }) => {
  const used = JSON.parse(payload) as UsedOnce;
  await recordUsage(host.storage, account, [{ service: "EC2 - Other", region, resource: "", ...used }]);
  return delivered;
};
