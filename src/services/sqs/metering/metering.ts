import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { messageStore } from "../messages/message-store.ts";
import { tenantStore } from "../messages/tenant-store.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

const minuteMs = 60_000;
/** A queue's sizes are told so long after it was last used. Source: "Available CloudWatch metrics for Amazon SQS". */
const activeMs = 6 * 60 * minuteMs;
/** Requests are billed by pieces of this size. Source: "Amazon SQS pricing". */
const chunkBytes = 64 * 1024;
/** Queues looked at together. */
const queuesPerCall = 75;
/** What PutMetricData takes. Source: "PutMetricData". */
const dataPerCall = 1_000;
const valuesPerDatum = 150;

export type Counter =
  | "NumberOfMessagesSent"
  | "NumberOfMessagesReceived"
  | "NumberOfMessagesDeleted"
  | "NumberOfEmptyReceives"
  | "NumberOfDeduplicatedSentMessages";

/** One queue's minute. */
interface QueueMinute {
  queue: KnownQueue;
  usedMs: number;
  readonly counters: Map<Counter, number>;
  /** Sizes of what was sent: how many of each. */
  readonly sentBytes: Map<number, number>;
}

/**
 * What queues are used for: metrics in CloudWatch, added up by the minute, and requests on the bill. While no queue is used no timer runs.
 * Source: "Available CloudWatch metrics for Amazon SQS".
 */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #queues = new Map<string, QueueMinute>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#usage = new UsageMeter(host);
  }

  /** One request, of so many bytes. */
  request({ account, region, arn, isFifo, tags }: KnownQueue, operation: string, bytes: number): void {
    this.#usage.add(account, {
      service: "Amazon Simple Queue Service",
      usageType: isFifo ? "Requests-FIFO-RBP" : "Requests-RBP",
      operation,
      region,
      resource: arn,
      tags,
      atMs: this.#host.clock.nowMs(),
      quantity: Math.max(Math.ceil(bytes / chunkBytes), 1),
    });
  }

  count(queue: KnownQueue, counter: Counter, by = 1): void {
    if (by === 0) return;
    const { counters } = this.#minuteOf(queue);
    counters.set(counter, (counters.get(counter) ?? 0) + by);
  }

  sent(queue: KnownQueue, bytes: number): void {
    const { counters, sentBytes } = this.#minuteOf(queue);
    counters.set("NumberOfMessagesSent", (counters.get("NumberOfMessagesSent") ?? 0) + 1);
    sentBytes.set(bytes, (sentBytes.get(bytes) ?? 0) + 1);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    await this.#sending;
    this.#queues.clear();
    await this.#usage.stop();
  }

  #minuteOf(queue: KnownQueue): QueueMinute {
    let minute = this.#queues.get(queue.arn);
    if (!minute) {
      minute = { queue, usedMs: 0, counters: new Map(), sentBytes: new Map() };
      this.#queues.set(queue.arn, minute);
    }
    minute.queue = queue;
    minute.usedMs = this.#host.clock.nowMs();
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#turn());
    return minute;
  }

  #turn(): void {
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    const activeSinceMs = this.#host.clock.nowMs() - activeMs;
    for (const [arn, { usedMs }] of this.#queues) if (usedMs < activeSinceMs) this.#queues.delete(arn);
    if (this.#queues.size > 0) this.#timer = this.#host.clock.after(minuteMs, () => this.#turn());
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #send(): Promise<void> {
    const places = Map.groupBy([...this.#queues.values()], ({ queue }) => `${queue.account} ${queue.region}`);
    for (const minutes of places.values()) {
      const { account, region } = (minutes[0] as QueueMinute).queue;
      for (let from = 0; from < minutes.length; from += queuesPerCall)
        await this.#put({ account, region }, minutes.slice(from, from + queuesPerCall));
    }
  }

  async #put(at: Place, minutes: readonly QueueMinute[]): Promise<void> {
    const as = { ...at, principal: servicePrincipal("sqs.amazonaws.com", at.account) };
    try {
      const data: MetricDatum[] = [];
      for (const minute of minutes) data.push(...(await this.#toData(minute)));
      for (let from = 0; from < data.length; from += dataPerCall) {
        const MetricData = data.slice(from, from + dataPerCall);
        await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/SQS", MetricData }, as);
      }
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }

  async #toData({ queue, counters, sentBytes }: QueueMinute): Promise<MetricDatum[]> {
    const nowMs = this.#host.clock.nowMs();
    const common = { Dimensions: [{ Name: "QueueName", Value: queue.name }], Timestamp: new Date(nowMs) };
    const data: MetricDatum[] = [];
    for (const [MetricName, Value] of counters) data.push({ ...common, MetricName, Unit: "Count", Value });
    const sizes = [...sentBytes];
    for (let from = 0; from < sizes.length; from += valuesPerDatum) {
      const told = sizes.slice(from, from + valuesPerDatum);
      const Values = told.map(([bytes]) => bytes);
      const Counts = told.map(([, count]) => count);
      data.push({ ...common, MetricName: "SentMessageSize", Unit: "Bytes", Values, Counts });
    }
    counters.clear();
    sentBytes.clear();
    const { counts, oldestMs, groups } = await this.#host.storage.partition(queue.messagesKey).read(async (tx) => ({
      counts: await messageStore.counts(tx, nowMs),
      oldestMs: await messageStore.oldestSentMs(tx),
      groups: await groupsOf(tx, queue, nowMs),
    }));
    const gauge = (MetricName: string, Value: number, Unit: "Count" | "Seconds" = "Count") =>
      data.push({ ...common, MetricName, Unit, Value });
    gauge("ApproximateNumberOfMessagesVisible", counts.visible);
    gauge("ApproximateNumberOfMessagesNotVisible", counts.inFlight);
    gauge("ApproximateNumberOfMessagesDelayed", counts.delayed);
    gauge(
      "ApproximateAgeOfOldestMessage",
      oldestMs === undefined ? 0 : Math.floor((nowMs - oldestMs) / 1000),
      "Seconds",
    );
    if (queue.isFifo) gauge("ApproximateNumberOfGroupsWithInflightMessages", groups?.inFlight.size ?? 0);
    else if (groups) {
      const { noisy } = groups;
      gauge("ApproximateNumberOfNoisyGroups", noisy.length);
      const noisyInFlight = noisy.reduce((sum, { inFlight }) => sum + inFlight, 0);
      const noisyVisible = noisy.reduce((sum, { messages, inFlight }) => sum + messages - inFlight, 0);
      gauge("ApproximateNumberOfMessagesVisibleInQuietGroups", Math.max(counts.visible - noisyVisible, 0));
      gauge("ApproximateNumberOfMessagesNotVisibleInQuietGroups", counts.inFlight - noisyInFlight);
    }
    return data;
  }
}

/** A group is noisy that has more than this share of what is in flight, and twice what half of the groups have. Source: "Amazon SQS fair queues". */
const noisyShare = 0.1;

/** What a queue's groups have in flight; undefined for a standard queue without groups. */
async function groupsOf(tx: ReadTransaction, { isFifo }: KnownQueue, nowMs: number) {
  if (!isFifo && !(await tenantStore.hasAny(tx))) return undefined;
  const inFlight = await messageStore.inFlightByGroup(tx, nowMs);
  const noisy: { messages: number; inFlight: number }[] = [];
  if (isFifo || inFlight.size < 2) return { inFlight, noisy };
  const all = [...inFlight.values()].reduce((sum, messages) => sum + messages, 0);
  const median = [...inFlight.values()].toSorted((a, b) => a - b)[(inFlight.size - 1) >> 1] ?? 0;
  for (const [group, messages] of inFlight) {
    if (messages > all * noisyShare && messages > 2 * median)
      noisy.push({ messages: await tenantStore.messages(tx, group), inFlight: messages });
  }
  return { inFlight, noisy };
}

interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions: { Name: string; Value: string }[];
  readonly Timestamp: Date;
  readonly Unit: "Count" | "Bytes" | "Seconds";
  readonly Value?: number;
  readonly Values?: number[];
  readonly Counts?: number[];
}
