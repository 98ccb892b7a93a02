import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { AnsweredRequest, ServiceHost } from "../../service.ts";
import { type Bucket, bucketArn } from "../buckets/bucket.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { toLogLine } from "./log-line.ts";
import type { LoggingSettings } from "./logging-settings.ts";

/** How long lines are gathered for one object, and how many bytes of them at most. */
const gatherMs = 60_000;
const mostBytes = 1024 * 1024;

interface OpenLog {
  readonly bucket: Bucket;
  settings: LoggingSettings;
  lines: string[];
  bytes: number;
  timer: Timer | undefined;
}

/**
 * Writes the access logs of the buckets that have one: lines are gathered for a minute and put, as S3's log delivery, into the target
 * bucket, whose policy must allow it. Delivery is best effort, as on AWS: what cannot be put is reported and given up. Which buckets have
 * logs is in memory, so that the others cost one look. Source: "Logging requests with server access logging".
 */
export class AccessLogs {
  readonly #host: ServiceHost;
  readonly #logs = new Map<string, OpenLog>();
  readonly #deliveries = new Set<Promise<void>>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Learns which buckets have logs. */
  async start(): Promise<void> {
    const { storage } = this.#host;
    for await (const key of bucketPartitions(storage)) {
      const { row, stored } = await storage.partition(key).read(async (tx) => ({
        row: await bucketStore.find(tx),
        stored: await bucketStore.setting(tx, "logging"),
      }));
      if (!row || stored === undefined) continue;
      const [name = "", id = ""] = key.name.split("/");
      const bucket = { name, id, account: key.account, region: key.region, createdMs: row.createdMs };
      this.set(bucket, JSON.parse(stored));
    }
  }

  /** Undefined ends the log; what has been gathered goes where it was to go. */
  set(bucket: Bucket, settings: LoggingSettings | undefined): void {
    const log = this.#logs.get(bucket.name);
    if (log) this.#flush(log);
    this.#logs.delete(bucket.name);
    if (settings) this.#logs.set(bucket.name, { bucket, settings, lines: [], bytes: 0, timer: undefined });
  }

  record(answered: AnsweredRequest): void {
    const name = answered.input.Bucket;
    const log = typeof name === "string" ? this.#logs.get(name) : undefined;
    if (!log) return;
    const { clock } = this.#host;
    const line = toLogLine(log.bucket, answered, clock.nowMs());
    log.lines.push(line);
    log.bytes += line.length;
    log.timer ??= clock.after(gatherMs, () => this.#flush(log));
    if (log.bytes >= mostBytes) this.#flush(log);
  }

  /** Puts what has been gathered. */
  async stop(): Promise<void> {
    for (const log of this.#logs.values()) this.#flush(log);
    await this.idle();
    this.#logs.clear();
  }

  async idle(): Promise<void> {
    await Promise.all(this.#deliveries);
  }

  #flush(log: OpenLog): void {
    log.timer?.cancel();
    log.timer = undefined;
    if (log.lines.length === 0) return;
    const text = log.lines.join("");
    log.lines = [];
    log.bytes = 0;
    const delivery = this.#deliver(log, text)
      .catch((error: Error) => {
        this.#host.log.warn("an access log could not be delivered", { bucket: log.bucket.name, error: error.message });
      })
      .finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
  }

  async #deliver({ bucket, settings }: OpenLog, text: string): Promise<void> {
    const { account, region } = bucket;
    const input = { Bucket: settings.TargetBucket, Key: this.#keyOf(bucket, settings), Body: text as never };
    await this.#host.call("s3", "PutObject", input, {
      account,
      region,
      principal: servicePrincipal("logging.s3.amazonaws.com", account),
      sourceArn: bucketArn(bucket.name),
      sourceAccount: account,
    });
  }

  /** `PREFIX2026-01-31-23-59-59-0123456789ABCDEF`, in the partitioned format in folders of account, region, bucket and day before it. */
  #keyOf({ name, account, region }: Bucket, { TargetPrefix, TargetObjectKeyFormat }: LoggingSettings): string {
    const { clock, random } = this.#host;
    const now = new Date(clock.nowMs()).toISOString();
    const time = `${now.slice(0, 19).replace(/[T:]/g, "-")}-${random.text(16, "0123456789ABCDEF")}`;
    if (!TargetObjectKeyFormat?.PartitionedPrefix) return TargetPrefix + time;
    return `${TargetPrefix}${account}/${region}/${name}/${now.slice(0, 10).replaceAll("-", "/")}/${time}`;
  }
}
