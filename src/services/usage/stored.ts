import type { PartitionKey } from "../../storage/database.ts";
import { eachPartition } from "../../storage/each-partition.ts";
import { UnreachableStorageError } from "../../storage/unreachable-storage-error.ts";
import type { EffectContext, ServiceTimer } from "../service.ts";
import { repeated } from "../timers/repeated.ts";
import { monthBounds, recordUsage, type UsageRecord } from "./usage.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Gathered before they are written. */
const mostRecords = 1_000;

/** What one resource holds now. */
export interface Held extends Pick<UsageRecord, "service" | "usageType" | "operation" | "resource" | "tags"> {
  /** What a month, or an hour, of it is billed by: GB, operations a second, units of capacity. */
  readonly amount: number;
  readonly per: "month" | "hour";
}

export interface Stored<State> {
  /** The kind of the partitions that know of the resources. */
  readonly kind: string;
  /** How often it is looked; an hour, unless looking is much work. */
  readonly everyMs?: number;
  /** What is held in one account and region. */
  readonly list: (key: PartitionKey, context: EffectContext<State>) => AsyncIterable<Held>;
}

/**
 * Bills what is kept rather than done, by how much and how long: each time, what is there then counts for the time since the last look, also if no server ran
 * meanwhile. A crash or a stop between the ledger's write and the timer's counts that time twice.
 */
export function billStored<State>({ kind, everyMs = hourMs, list }: Stored<State>): ServiceTimer<State> {
  return repeated({
    everyMs,
    failure,
    run: async (signal, context, lastMs) => {
      if (lastMs === undefined) return;
      const { storage, clock, log } = context.host;
      const nowMs = clock.nowMs();
      for await (const key of eachPartition(storage, kind)) {
        let records: UsageRecord[] = [];
        const write = async () => {
          const gathered = records;
          records = [];
          await recordUsage(storage, key.account, gathered);
        };
        const look = async () => {
          for await (const { amount, per, ...held } of list(key, context)) {
            if (signal.aborted) return;
            if (amount <= 0) continue;
            for (const { atMs, endMs } of spansOf(lastMs, nowMs)) {
              const month = monthBounds(atMs);
              const unitMs = per === "hour" ? hourMs : month.endMs - month.startMs;
              records.push({ ...held, region: key.region, atMs, quantity: (amount * (endMs - atMs)) / unitMs });
              if (records.length >= mostRecords) await write();
            }
          }
          await write();
        };
        // One that cannot be read is missing on the bill. Were all looked at again for it, the others' time would be counted again, each hour.
        await look().catch((error: unknown) => {
          if (error instanceof UnreachableStorageError) throw error;
          log.error(failure, { of: key.name, account: key.account, region: key.region, error: String(error) });
        });
        if (signal.aborted) return;
      }
    },
  });
}

const failure = "what is stored could not be put on the bill";

/** Days, and parts of days. */
function* spansOf(fromMs: number, toMs: number): Generator<{ readonly atMs: number; readonly endMs: number }> {
  for (let atMs = fromMs; atMs < toMs; ) {
    const endMs = Math.min((Math.floor(atMs / dayMs) + 1) * dayMs, toMs);
    yield { atMs, endMs };
    atMs = endMs;
  }
}
