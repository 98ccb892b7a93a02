import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Timer } from "../../../platform/clock.ts";
import { rootPrincipal, servicePrincipal } from "../../principal.ts";
import type { AnsweredRequest, ServiceHost } from "../../service.ts";
import { type Bucket, bucketArn, bucketKey, bucketsKind } from "../buckets/bucket.ts";
import type { BucketDirectory } from "../buckets/bucket-directory.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { limits } from "../limits.ts";
import { toLogLine } from "./log-line.ts";
import type { LoggingSettings } from "./logging-settings.ts";

/** How long lines are gathered for one object, and how many bytes of them at most. */
const gatherMs = 60_000;
const mostBytes = 1024 * 1024;
/** Objects that are being put, and requests whose bucket is being looked up; what comes when there are more is given up. */
const mostDeliveries = 64;
const mostLooks = 1_000;

/** Lines gathered for one object. */
interface OpenLog {
  readonly bucket: Bucket;
  readonly settings: LoggingSettings;
  readonly lines: string[];
  bytes: number;
  readonly timer: Timer;
}

/** What is known of a bucket: most have no log. */
interface Known {
  readonly settings: LoggingSettings | undefined;
}

/**
 * Writes the access logs of the buckets that have one: lines are gathered for a minute and put, as S3's log delivery, into the target
 * bucket, whose policy must allow it. Delivery is best effort, as on AWS: what cannot be put is reported and given up. Which buckets have
 * logs is kept in memory, so that the others cost one look. Source: "Logging requests with server access logging".
 */
export class AccessLogs {
  readonly #host: ServiceHost;
  readonly #buckets: BucketDirectory;
  readonly #known: SharedCache<Bucket, Known>;
  /** By the bucket's id, those that have lines. */
  readonly #logs = new Map<string, OpenLog>();
  readonly #looks = new Set<Promise<void>>();
  readonly #deliveries = new Set<Promise<void>>();

  constructor(host: ServiceHost, buckets: BucketDirectory) {
    this.#host = host;
    this.#buckets = buckets;
    this.#known = host.caches.create<Bucket, Known>({
      most: limits.cachedBuckets,
      kind: bucketsKind,
      tables: { s3_bucket_settings: "name" },
      textOf: ({ id }) => id,
      partitionOf: bucketKey,
      rowOf: () => "logging",
      load: async (bucket) => {
        const stored = await host.storage.partition(bucketKey(bucket)).read((tx) => bucketStore.setting(tx, "logging"));
        return { settings: stored === undefined ? undefined : (JSON.parse(stored) as LoggingSettings) };
      },
    });
  }

  record(answered: AnsweredRequest): void {
    const name = answered.input.Bucket;
    if (typeof name !== "string") return;
    const bucket = this.#buckets.peek(name);
    const known = bucket && this.#known.peek(bucket.id);
    if (!known) this.#look(name, answered);
    else if (known.settings) this.#add(bucket, known.settings, answered);
  }

  /** Puts what has been gathered. */
  async stop(): Promise<void> {
    await Promise.all(this.#looks);
    for (const log of this.#logs.values()) this.#flush(log);
    await this.idle();
  }

  async idle(): Promise<void> {
    await Promise.all(this.#looks);
    await Promise.all(this.#deliveries);
  }

  /** For the first request to a bucket, and for the next one after its settings have changed. */
  #look(name: string, answered: AnsweredRequest): void {
    if (this.#looks.size >= mostLooks) return;
    const look = this.#lookUp(name, answered)
      .catch((error: Error) => this.#report(name, error))
      .finally(() => this.#looks.delete(look));
    this.#looks.add(look);
  }

  async #lookUp(name: string, answered: AnsweredRequest): Promise<void> {
    const bucket = await this.#buckets.find(name);
    if (!bucket) return;
    const { settings } = await this.#known.get(bucket);
    if (settings) this.#add(bucket, settings, answered);
  }

  #add(bucket: Bucket, settings: LoggingSettings, answered: AnsweredRequest): void {
    const { clock } = this.#host;
    let log = this.#logs.get(bucket.id);
    // What was gathered before the settings changed goes where it was to go.
    if (log && log.settings !== settings) this.#flush(log);
    log = this.#logs.get(bucket.id) ?? this.#open(bucket, settings);
    const line = toLogLine(bucket, answered, clock.nowMs());
    log.lines.push(line);
    log.bytes += line.length;
    if (log.bytes >= mostBytes) this.#flush(log);
  }

  #open(bucket: Bucket, settings: LoggingSettings): OpenLog {
    const timer = this.#host.clock.after(gatherMs, () => this.#flush(log));
    const log: OpenLog = { bucket, settings, lines: [], bytes: 0, timer };
    this.#logs.set(bucket.id, log);
    return log;
  }

  #flush(log: OpenLog): void {
    const { bucket, lines, timer } = log;
    timer.cancel();
    this.#logs.delete(bucket.id);
    if (this.#deliveries.size >= mostDeliveries) {
      this.#report(bucket.name, new Error("too many are being delivered"));
      return;
    }
    const delivery = this.#deliver(log, lines.join(""))
      .catch((error: Error) => this.#report(bucket.name, error))
      .finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
  }

  #report(bucket: string, { message }: Error): void {
    this.#host.log.warn("an access log could not be delivered", { bucket, error: message });
  }

  async #deliver({ bucket, settings }: OpenLog, text: string): Promise<void> {
    const { account, region } = bucket;
    const named = { Bucket: settings.TargetBucket, Key: this.#keyOf(bucket, settings) };
    await this.#host.call(
      "s3",
      "PutObject",
      { ...named, Body: text as never },
      {
        account,
        region,
        principal: servicePrincipal("logging.s3.amazonaws.com", account),
        sourceArn: bucketArn(bucket.name),
        sourceAccount: account,
      },
    );
    const grants = toGrantHeaders(settings, account);
    // Delivery itself needs no permission for ACLs: they are the owner's wish.
    if (grants) {
      const owner = { account, region, principal: rootPrincipal(account) };
      await this.#host.call("s3", "PutObjectAcl", { ...named, ...grants }, owner);
    }
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

/** What the target's grants give on each log, beside its owner's full control; undefined without any. Of WRITE an object has nothing. */
function toGrantHeaders(
  { TargetGrants }: LoggingSettings,
  account: string,
): Readonly<Record<string, string>> | undefined {
  if (!TargetGrants) return undefined;
  const headers: Record<string, string> = { GrantFullControl: `id="${canonicalUserId(account)}"` };
  for (const { Grantee, Permission } of TargetGrants) {
    const member = grantMembers[Permission as string];
    if (member === undefined) continue;
    const grantee = Grantee?.Type === "Group" ? `uri="${Grantee.URI}"` : `id="${Grantee?.ID}"`;
    headers[member] = headers[member] === undefined ? grantee : `${headers[member]}, ${grantee}`;
  }
  return headers;
}

const grantMembers: Readonly<Record<string, string>> = {
  FULL_CONTROL: "GrantFullControl",
  READ: "GrantRead",
  READ_ACP: "GrantReadACP",
  WRITE_ACP: "GrantWriteACP",
};
