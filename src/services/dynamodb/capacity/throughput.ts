import type { AwsError } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { onDemandExceeded, throughputExceeded } from "../errors.ts";
import type { KnownGlobalIndex, KnownTable } from "../tables/known-table.ts";
import type { UnitsUsed } from "./consumed.ts";

export type UnitKind = "Read" | "Write";

interface Bucket {
  /** Less than none where a request took more than there was. */
  units: number;
  filledMs: number;
}

/** What fills a bucket, and how much it holds. */
interface Rate {
  readonly perSecond: number;
  readonly burstSeconds: number;
}

/** What is not used of provisioned throughput is kept for so long. Source: "Burst capacity". */
const burstSeconds = 5 * 60;
/** A maximum on demand is one of each second. */
const onDemandSeconds = 1;
/** Buckets that are kept: beyond, all begin anew, full. */
const mostBuckets = 20_000;

type Limited = Pick<KnownGlobalIndex, "id" | "name" | "throughput" | "onDemand">;

/**
 * What tables and their global indexes may use in a second, where that is limited: provisioned units, or a maximum on demand. A request is let in while there is anything
 * left, and its units are taken when they are known, as nobody knows before how large an item is; so what took too much is waited for by those that come after. A new table
 * begins with a full burst. Several servers share what is allowed evenly.
 */
export class Throughput {
  readonly #host: Pick<ServiceHost, "clock" | "nodes">;
  readonly #buckets = new Map<string, Bucket>();

  constructor(host: Pick<ServiceHost, "clock" | "nodes">) {
    this.#host = host;
  }

  /** What refuses a request of that kind to the table's items, or to one of its global indexes; undefined where it may go on. */
  refusal(table: KnownTable, kind: UnitKind, index?: KnownGlobalIndex): AwsError | undefined {
    const rate = rateOf(index ?? table, kind);
    if (!rate || this.#bucket((index ?? table).id, kind, rate).units > 0) return undefined;
    const refuse = table.billing === "PAY_PER_REQUEST" ? onDemandExceeded : throughputExceeded;
    return refuse(kind, table.arn, index?.name);
  }

  /** Whether any global index of the table has nothing left for writes: then what a write would change of them is to be looked at. */
  hasSpentIndex(table: KnownTable): boolean {
    return table.global.some((index) => this.refusal(table, "Write", index) !== undefined);
  }

  take(table: KnownTable, kind: UnitKind, units: UnitsUsed): void {
    let local = 0;
    for (const used of units.local?.values() ?? []) local += used;
    this.#take(table, kind, units.table + local);
    if (units.global) for (const index of table.global) this.#take(index, kind, units.global.get(index.name) ?? 0);
  }

  #take(of: Limited, kind: UnitKind, units: number): void {
    const rate = units > 0 ? rateOf(of, kind) : undefined;
    if (rate) this.#bucket(of.id, kind, rate).units -= units;
  }

  #bucket(id: string, kind: UnitKind, rate: Rate): Bucket {
    const share = rate.perSecond / Math.max(this.#host.nodes.live().length, 1);
    const most = share * rate.burstSeconds;
    const nowMs = this.#host.clock.nowMs();
    const key = kind + id;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      if (this.#buckets.size >= mostBuckets) this.#buckets.clear();
      bucket = { units: most, filledMs: nowMs };
      this.#buckets.set(key, bucket);
    }
    const seconds = Math.max(nowMs - bucket.filledMs, 0) / 1_000;
    bucket.units = Math.min(most, bucket.units + seconds * share);
    bucket.filledMs = nowMs;
    return bucket;
  }
}

/** Undefined where nothing is limited. */
function rateOf({ throughput, onDemand }: Limited, kind: UnitKind): Rate | undefined {
  if (throughput) {
    const perSecond = kind === "Read" ? throughput.ReadCapacityUnits : throughput.WriteCapacityUnits;
    return { perSecond, burstSeconds };
  }
  const most = kind === "Read" ? onDemand?.MaxReadRequestUnits : onDemand?.MaxWriteRequestUnits;
  return most === undefined || most < 0 ? undefined : { perSecond: most, burstSeconds: onDemandSeconds };
}
