import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { total, type UnitsUsed } from "../capacity/consumed.ts";
import type { Throughput, UnitKind } from "../capacity/throughput.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type Table, tableArn } from "../tables/table.ts";

const minuteMs = 60_000;
/** PutMetricData takes this many at a time. */
const dataPerCall = 1_000;

/** What is counted of a table, and of an operation on it. Source: "DynamoDB metrics and dimensions". */
export type Counter =
  | "ConditionalCheckFailedRequests"
  | "ConsumedReadCapacityUnits"
  | "ConsumedWriteCapacityUnits"
  | "TransactionConflict"
  | "TimeToLiveDeletedItemCount"
  | "ReadThrottleEvents"
  | "WriteThrottleEvents"
  | "ThrottledRequests"
  | "UserErrors"
  | "ReturnedItemCount"
  | "SuccessfulRequestLatency";

/** Values of one metric within a minute. */
interface Counted extends Place {
  readonly metric: Counter;
  readonly dimensions: readonly { Name: string; Value: string }[];
  readonly unit: "Count" | "Milliseconds";
  count: number;
  sum: number;
  least: number;
  most: number;
}

/** What tables are used for: taken from what they may use, metrics in CloudWatch, added up by the minute, and request units on the bill. While nothing is used no timer runs. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #throughput: Throughput;
  #counted = new Map<string, Counted>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, throughput: Throughput) {
    this.#host = host;
    this.#throughput = throughput;
    this.#usage = new UsageMeter(host);
  }

  read(table: KnownTable, units: UnitsUsed): void {
    this.#throughput.take(table, "Read", units);
    this.#units(table, units, "ConsumedReadCapacityUnits", "ReadRequestUnits");
  }

  wrote(table: KnownTable, units: UnitsUsed): void {
    this.#throughput.take(table, "Write", units);
    this.#units(table, units, "ConsumedWriteCapacityUnits", "WriteRequestUnits");
  }

  /** A request that was refused for want of units, of the table or of one of its global indexes. */
  throttled(table: KnownTable, kind: UnitKind, index: string | undefined): void {
    const metric = `${kind}ThrottleEvents` as const;
    const ofTable = { Name: "TableName", Value: table.name };
    this.#add(table, metric, [ofTable], 1);
    if (index !== undefined) this.#add(table, metric, [ofTable, { Name: "GlobalSecondaryIndexName", Value: index }], 1);
  }

  expired(table: KnownTable): void {
    this.count(table, "TimeToLiveDeletedItemCount");
  }

  count(table: KnownTable, metric: Counter, value = 1): void {
    this.#add(table, metric, [{ Name: "TableName", Value: table.name }], value);
  }

  /** Of an operation on the table. */
  ofOperation(table: Place & { readonly name: string }, operation: string, metric: Counter, value: number): void {
    const dimensions = [
      { Name: "TableName", Value: table.name },
      { Name: "Operation", Value: operation },
    ];
    this.#add(table, metric, dimensions, value);
  }

  /** Of the account, whichever table it was. */
  userError(at: Place): void {
    this.#add(at, "UserErrors", [], 1);
  }

  /** What is no unit: bytes that are exported or imported. */
  bill(
    table: Table,
    { account, region, usageType, gigabytes }: Place & { readonly usageType: string; readonly gigabytes: number },
  ): void {
    this.#usage.add(account, {
      service: "Amazon DynamoDB",
      usageType,
      operation: usageType === "ExportDataSize-Bytes" ? "ExportTableToPointInTime" : "ImportTable",
      region,
      resource: tableArn(table, table.name),
      tags: table.tags,
      atMs: this.#host.clock.nowMs(),
      quantity: gigabytes,
    });
  }

  async stop(): Promise<void> {
    this.#flush();
    await this.#sending;
    await this.#usage.stop();
  }

  #units(table: KnownTable, units: UnitsUsed, metric: Counter, usageType: string): void {
    if (units.table > 0) this.count(table, metric, units.table);
    for (const [index, used] of units.global ?? []) {
      const dimensions = [
        { Name: "TableName", Value: table.name },
        { Name: "GlobalSecondaryIndexName", Value: index },
      ];
      if (used > 0) this.#add(table, metric, dimensions, used);
    }
    if (table.billing !== "PAY_PER_REQUEST") return;
    const { account, region, arn, tags } = table;
    this.#usage.add(account, {
      service: "Amazon DynamoDB",
      usageType: table.tableClass?.name === "STANDARD_INFREQUENT_ACCESS" ? `IA-${usageType}` : usageType,
      operation: "PayPerRequestThroughput",
      region,
      resource: arn,
      tags,
      atMs: this.#host.clock.nowMs(),
      quantity: total(units),
    });
  }

  #add({ account, region }: Place, metric: Counter, dimensions: Counted["dimensions"], value: number): void {
    const key = `${account} ${region} ${metric} ${dimensions.map((one) => one.Value).join(" ")}`;
    const known = this.#counted.get(key);
    if (known) {
      known.count += 1;
      known.sum += value;
      known.least = Math.min(known.least, value);
      known.most = Math.max(known.most, value);
      return;
    }
    const unit = metric === "SuccessfulRequestLatency" ? "Milliseconds" : "Count";
    const made = {
      account,
      region,
      metric,
      dimensions,
      unit,
      count: 1,
      sum: value,
      least: value,
      most: value,
    } as const;
    this.#counted.set(key, { ...made });
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const counted = [...this.#counted.values()];
    this.#counted = new Map();
    const places = Map.groupBy(counted, ({ account, region }) => `${account} ${region}`);
    this.#sending = this.#sending.then(async () => {
      for (const group of places.values()) await this.#put(group);
    });
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #put(counted: readonly Counted[]): Promise<void> {
    const { account = "", region = "" } = counted[0] ?? {};
    const as = { account, region, principal: servicePrincipal("dynamodb.amazonaws.com", account) };
    const Timestamp = new Date(this.#host.clock.nowMs());
    const MetricData = counted.map(({ metric, dimensions, unit, count, sum, least, most }) => ({
      MetricName: metric,
      Dimensions: [...dimensions],
      Timestamp,
      Unit: unit,
      StatisticValues: { SampleCount: count, Sum: sum, Minimum: least, Maximum: most },
    }));
    try {
      for (let from = 0; from < MetricData.length; from += dataPerCall) {
        const data = MetricData.slice(from, from + dataPerCall);
        await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/DynamoDB", MetricData: data }, as);
      }
    } catch (error) {
      // A server without the service has no metrics.
      if (!isNamed(error, "InternalFailure"))
        this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }
}
