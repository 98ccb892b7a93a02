import type { Random } from "../../../platform/random.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { EffectReceiver, ServiceTimer } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { delivered } from "../../targets/verdict.ts";
import { recordUsage, type UsageRecord } from "../../usage/usage.ts";
import { type Instance, instanceArn, meterTimer, type StateName } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";

export const usageTopic = "ec2.instance-usage";

const hourMs = 60 * 60 * 1000;

/** What a run costs at least. Source: "Amazon EC2 On-Demand Pricing", per-second billing. */
const leastMs = 60 * 1000;

interface Used {
  readonly instanceId: string;
  readonly type: string;
  readonly tags: Tags;
  readonly fromMs: number;
  readonly toMs: number;
}

type Metered = Instance["metered"];

/** What an instance is billed for begins when it runs and ends when it is asked to stop; in between each full hour is added. */
export async function meterChange(
  tx: WriteTransaction,
  instance: Instance,
  state: StateName,
  { nowMs, random }: { readonly nowMs: number; readonly random: Random },
): Promise<Metered> {
  if (state === "running" && instance.state === "pending") {
    await tx.setTimer({ kind: meterTimer, key: instance.id, dueMs: nextHour(nowMs) });
    return { fromMs: nowMs, toMs: nowMs };
  }
  const { metered } = instance;
  if (state === "running" || metered === undefined) return metered;
  await tx.cancelTimer(meterTimer, instance.id);
  await emitUsage(tx, instance, Math.max(nowMs, metered.fromMs + leastMs), random.uuid());
  return undefined;
}

/** A full hour of an instance that runs. */
export const meterInstance: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  await host.storage.partition(firing.from).write(async (tx) => {
    const instance = await instanceStore.find(tx, firing.key);
    if (!instance?.metered || instance.state !== "running") return firing.settle(tx);
    const nowMs = host.clock.nowMs();
    await emitUsage(tx, instance, nowMs, host.random.uuid());
    await instanceStore.put(tx, { ...instance, metered: { ...instance.metered, toMs: nowMs } });
    return firing.settle(tx, { dueMs: nextHour(nowMs) });
  });
};

function nextHour(nowMs: number): number {
  return (Math.floor(nowMs / hourMs) + 1) * hourMs;
}

async function emitUsage(tx: WriteTransaction, { id, type, metered }: Instance, toMs: number, effectId: string) {
  if (!metered || toMs <= metered.toMs) return;
  const tags = await tagStore.find(tx, id);
  const used: Used = { instanceId: id, type, tags, fromMs: metered.toMs, toMs };
  await tx.emit({ topic: usageTopic, id: effectId, payload: JSON.stringify(used) });
}

/** Brings what was used into the ledger, hour by hour. One that is delivered again after a crash counts again: the bill is a comparison, not an invoice. */
export const recordInstanceUsage: EffectReceiver<unknown> = async ({ payload }, { account, region }, { host }) => {
  const { instanceId, type, tags, fromMs, toMs } = JSON.parse(payload) as Used;
  const records: UsageRecord[] = [];
  for (let atMs = fromMs; atMs < toMs; ) {
    const endMs = Math.min(toMs, nextHour(atMs));
    records.push({
      service: "Amazon Elastic Compute Cloud - Compute",
      usageType: `BoxUsage:${type}`,
      operation: "RunInstances",
      region,
      resource: instanceArn({ account, region }, instanceId),
      tags,
      atMs,
      quantity: (endMs - atMs) / hourMs,
    });
    atMs = endMs;
  }
  await recordUsage(host.storage, account, records);
  return delivered;
};
