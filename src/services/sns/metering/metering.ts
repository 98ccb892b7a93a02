import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { topicArn } from "../topics/topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

const minuteMs = 60_000;
/** Requests are billed by pieces of this size. Source: "Amazon SNS pricing". */
const chunkBytes = 64 * 1024;
/** Topics told of in one call; each has ten metrics at most. */
const topicsPerCall = 100;

export type Counter =
  | "NumberOfMessagesPublished"
  | "NumberOfNotificationsDelivered"
  | "NumberOfNotificationsFailed"
  | "NumberOfNotificationsFilteredOut"
  | "NumberOfNotificationsFilteredOut-NoMessageAttributes"
  | "NumberOfNotificationsFilteredOut-MessageAttributes"
  | "NumberOfNotificationsFilteredOut-MessageBody"
  | "NumberOfNotificationsFilteredOut-InvalidMessageBody"
  | "NumberOfNotificationsRedrivenToDlq"
  | "NumberOfNotificationsFailedToRedriveToDlq";

/** What a delivery costs, by its protocol; to queues and functions it costs nothing. */
const deliveryUsage: Readonly<Record<string, string>> = {
  http: "DeliveryAttempts-HTTP",
  https: "DeliveryAttempts-HTTP",
  email: "DeliveryAttempts-SMTP",
  "email-json": "DeliveryAttempts-SMTP",
  application: "DeliveryAttempts-APNS",
};

/** One topic's minute. */
interface TopicMinute {
  readonly at: Place;
  readonly name: string;
  readonly counters: Map<Counter, number>;
  /** Sizes of what was published: how many of each. */
  readonly publishedBytes: Map<number, number>;
}

/**
 * What topics are used for: metrics in CloudWatch, added up by the minute, and requests and deliveries on the bill. While no topic is used no timer runs.
 * Source: "Monitoring Amazon SNS topics using CloudWatch".
 */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #topics = new Map<string, TopicMinute>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#usage = new UsageMeter(host);
  }

  /** Messages that a topic has taken by one request, of so many bytes. */
  published(topic: KnownTopic, sizes: readonly number[]): void {
    const { counters, publishedBytes } = this.#minuteOf(topic);
    add(counters, "NumberOfMessagesPublished", sizes.length);
    let bytes = 0;
    for (const size of sizes) {
      bytes += size;
      add(publishedBytes, size, 1);
    }
    this.#use(topic, {
      usageType: topic.isFifo ? "Requests-FIFO" : "Requests-Tier1",
      operation: "Publish",
      resource: topic.arn,
      tags: topic.tags,
      quantity: Math.max(Math.ceil(bytes / chunkBytes), 1),
    });
  }

  count(topic: KnownTopic, counter: Counter, by = 1): void {
    if (by > 0) add(this.#minuteOf(topic).counters, counter, by);
  }

  delivered(topic: KnownTopic, protocol: string): void {
    this.count(topic, "NumberOfNotificationsDelivered");
    const usageType = deliveryUsage[protocol];
    if (usageType !== undefined)
      this.#use(topic, { usageType, operation: "Deliver", resource: topic.arn, tags: topic.tags, quantity: 1 });
  }

  /** A text message costs by its parts. */
  sms(at: Place, number: string, body: string): void {
    const isPlain = /^[\n\r -~]*$/.test(body);
    const parts = Math.max(Math.ceil(body.length / (isPlain ? 160 : 70)), 1);
    const resource = topicArn(at, `sms/${number.slice(0, 3)}`);
    this.#use(at, { usageType: "DeliveryAttempts-SMS", operation: "Publish", resource, tags: {}, quantity: parts });
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#turn();
    await this.#sending;
    await this.#usage.stop();
  }

  #use(
    { account, region }: Place,
    use: { usageType: string; operation: string; resource: string; tags: Tags; quantity: number },
  ): void {
    const atMs = this.#host.clock.nowMs();
    this.#usage.add(account, { service: "Amazon Simple Notification Service", region, atMs, ...use });
  }

  #minuteOf({ arn, account, region, name }: KnownTopic): TopicMinute {
    let minute = this.#topics.get(arn);
    if (!minute) {
      minute = { at: { account, region }, name, counters: new Map(), publishedBytes: new Map() };
      this.#topics.set(arn, minute);
    }
    this.#timer ??= this.#host.clock.after(minuteMs, () => {
      this.#timer = undefined;
      this.#turn();
    });
    return minute;
  }

  #turn(): void {
    const minutes = [...this.#topics.values()];
    this.#topics.clear();
    if (minutes.length > 0) this.#sending = this.#sending.then(() => this.#send(minutes));
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #send(minutes: readonly TopicMinute[]): Promise<void> {
    for (const places of Map.groupBy(minutes, ({ at }) => `${at.account} ${at.region}`).values())
      for (let from = 0; from < places.length; from += topicsPerCall)
        await this.#put((places[0] as TopicMinute).at, places.slice(from, from + topicsPerCall));
  }

  async #put(at: Place, minutes: readonly TopicMinute[]): Promise<void> {
    const as = { ...at, principal: servicePrincipal("sns.amazonaws.com", at.account) };
    const data = minutes.flatMap((minute) => toData(minute, this.#host.clock.nowMs()));
    try {
      await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/SNS", MetricData: data }, as);
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }
}

function toData({ name, counters, publishedBytes }: TopicMinute, nowMs: number): MetricDatum[] {
  const common = { Dimensions: [{ Name: "TopicName", Value: name }], Timestamp: new Date(nowMs) };
  const data: MetricDatum[] = [];
  for (const [MetricName, Value] of counters) data.push({ ...common, MetricName, Unit: "Count", Value });
  const sizes = [...publishedBytes].slice(0, 150);
  if (sizes.length > 0) {
    const Values = sizes.map(([bytes]) => bytes);
    const Counts = sizes.map(([, count]) => count);
    data.push({ ...common, MetricName: "PublishSize", Unit: "Bytes", Values, Counts });
  }
  return data;
}

function add<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions: { Name: string; Value: string }[];
  readonly Timestamp: Date;
  readonly Unit: "Count" | "Bytes";
  readonly Value?: number;
  readonly Values?: number[];
  readonly Counts?: number[];
}
