import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { AnsweredRequest, Place, ServiceHost } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { BucketDirectory } from "../buckets/bucket-directory.ts";

/** Requests of the first tier; deletions cost nothing, all others are of the second. Source: "Amazon S3 pricing", "Requests & data retrievals". */
const firstTier = /^(?:Put|Post|Copy|List|Create|Upload|Complete|Write)/;
const free = /^(?:Delete|Abort)/;

/** What buckets are used for: requests on the bill, and what they hold in CloudWatch. */
export class Metering {
  readonly #buckets: BucketDirectory;
  readonly #usage: UsageMeter;
  readonly #metrics: MetricMinutes;
  readonly #host: ServiceHost;
  readonly #pendingCounted = new BoundedCache<string, number>(1_000);

  constructor(host: ServiceHost, buckets: BucketDirectory) {
    this.#host = host;
    this.#buckets = buckets;
    this.#usage = new UsageMeter(host);
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/S3", service: "s3.amazonaws.com" });
  }

  /** Refusals that are none of the owner's doing cost him nothing. Source: "Billing for error responses". */
  request({ operation, input, status }: AnsweredRequest): void {
    if (free.test(operation) || status >= 500 || status === 403) return;
    const name = input.Bucket;
    const bucket = typeof name === "string" ? this.#buckets.peek(name) : undefined;
    if (!bucket) return;
    this.#usage.add(bucket.account, {
      service: "Amazon Simple Storage Service",
      usageType: firstTier.test(operation) ? "Requests-Tier1" : "Requests-Tier2",
      operation,
      region: bucket.region,
      resource: bucketArn(bucket.name),
      tags: noTags,
      atMs: this.#host.clock.nowMs(),
      quantity: 1,
    });
  }

  /** Told once a day. */
  holds(at: Place, bucket: string, storageType: string, bytes: number): void {
    this.#metrics.count(at, { BucketName: bucket, StorageType: storageType }, "BucketSizeBytes", bytes, "Bytes");
  }

  counts(at: Place, bucket: string, objects: number): void {
    const dimensions = { BucketName: bucket, StorageType: "AllStorageTypes" };
    this.#metrics.count(at, dimensions, "NumberOfObjects", objects);
  }

  /** Of a copy that was made, or not: how long it took, in seconds. Source: "Metrics and dimensions", S3 Replication metrics. */
  replicated(
    at: Place,
    rule: ReplicationDimensions,
    outcome: { readonly seconds: number; readonly failed: boolean },
  ): void {
    if (!outcome.failed) this.#metrics.measure(at, rule, "ReplicationLatency", outcome.seconds, "Seconds");
    this.#metrics.count(at, rule, "OperationsFailedReplication", outcome.failed ? 1 : 0);
  }

  /** Whether what a rule has still to copy is to be counted again: that looks at all of it. */
  isPendingDue(rule: string): boolean {
    const nowMs = this.#host.clock.nowMs();
    const lastMs = this.#pendingCounted.get(rule);
    if (lastMs !== undefined && Math.abs(nowMs - lastMs) < pendingCountedEveryMs) return false;
    this.#pendingCounted.set(rule, nowMs);
    return true;
  }

  /** What a rule has still to copy, now. */
  pendingReplication(at: Place, rule: ReplicationDimensions, pending: { operations: number; bytes: number }): void {
    this.#metrics.measure(at, rule, "OperationsPendingReplication", pending.operations, "Count");
    this.#metrics.measure(at, rule, "BytesPendingReplication", pending.bytes, "Bytes");
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }
}

type ReplicationDimensions = Readonly<Record<"SourceBucket" | "DestinationBucket" | "RuleId", string>>;

const pendingCountedEveryMs = 1_000;
const noTags: Tags = {};
