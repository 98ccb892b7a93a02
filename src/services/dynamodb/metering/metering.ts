import type { Place, ServiceHost } from "../../service.ts";
import { type Dimensions, MetricMinutes } from "../../usage/metric-minutes.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { total, type UnitsUsed } from "../capacity/consumed.ts";
import type { Throughput, UnitKind } from "../capacity/throughput.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type Table, tableArn } from "../tables/table.ts";

/** What is counted of a table, and of an operation on it. Source: "DynamoDB metrics and dimensions". */
export type Counter =
  | "ConditionalCheckFailedRequests"
  | "ConsumedReadCapacityUnits"
  | "ConsumedWriteCapacityUnits"
  | "TransactionConflict"
  | "TimeToLiveDeletedItemCount"
  | "ReadThrottleEvents"
  | "WriteThrottleEvents"
  | "SystemErrors"
  | "ThrottledRequests"
  | "UserErrors"
  | "ReturnedItemCount"
  | "SuccessfulRequestLatency";

/** What tables are used for: taken from what they may use, metrics in CloudWatch, added up by the minute, and request units on the bill. While nothing is used no timer runs. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #throughput: Throughput;
  readonly #metrics: MetricMinutes;

  constructor(host: ServiceHost, throughput: Throughput) {
    this.#host = host;
    this.#throughput = throughput;
    this.#usage = new UsageMeter(host);
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/DynamoDB", service: "dynamodb.amazonaws.com" });
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
    this.count(table, metric);
    if (index !== undefined)
      this.#measure(table, metric, { TableName: table.name, GlobalSecondaryIndexName: index }, 1);
  }

  expired(table: KnownTable): void {
    this.count(table, "TimeToLiveDeletedItemCount");
  }

  count(table: KnownTable, metric: Counter, value = 1): void {
    this.#measure(table, metric, { TableName: table.name }, value);
  }

  /** Of an operation on the table. */
  ofOperation(at: Place, table: string, operation: string, metric: Counter, value: number): void {
    this.#measure(at, metric, { TableName: table, Operation: operation }, value);
  }

  /** Of the account, whichever table it was. */
  userError(at: Place): void {
    this.#measure(at, "UserErrors", {}, 1);
  }

  /** What is no unit: bytes that are exported or imported. */
  bill(
    table: Table,
    { account, region, usageType, gigabytes }: Place & { readonly usageType: UsageType; readonly gigabytes: number },
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
    await this.#metrics.stop();
    await this.#usage.stop();
  }

  #units(
    table: KnownTable,
    units: UnitsUsed,
    metric: Counter,
    usageType: "ReadRequestUnits" | "WriteRequestUnits",
  ): void {
    if (units.table > 0) this.count(table, metric, units.table);
    for (const [index, used] of units.global ?? [])
      if (used > 0) this.#measure(table, metric, { TableName: table.name, GlobalSecondaryIndexName: index }, used);
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

  #measure(at: Place, metric: Counter, dimensions: Dimensions, value: number): void {
    const unit = metric === "SuccessfulRequestLatency" ? "Milliseconds" : "Count";
    this.#metrics.measure(at, dimensions, metric, value, unit);
  }
}
