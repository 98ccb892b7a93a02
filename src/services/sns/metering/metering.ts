import type { Place, ServiceHost } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { topicArn } from "../topics/topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

/** Requests are billed by pieces of this size. Source: "Amazon SNS pricing". */
const chunkBytes = 64 * 1024;

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
const deliveryUsage: Readonly<Record<string, UsageType>> = {
  http: "DeliveryAttempts-HTTP",
  https: "DeliveryAttempts-HTTP",
  email: "DeliveryAttempts-SMTP",
  "email-json": "DeliveryAttempts-SMTP",
  application: "DeliveryAttempts-APNS",
};

/**
 * What topics are used for: metrics in CloudWatch, added up by the minute, and requests and deliveries on the bill. While no topic is used no timer runs.
 * Source: "Monitoring Amazon SNS topics using CloudWatch".
 */
export class Metering {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/SNS", service: "sns.amazonaws.com" });
    this.#usage = new UsageMeter(host);
  }

  /** Messages that a topic has taken by one request, of so many bytes. */
  published(topic: KnownTopic, sizes: readonly number[]): void {
    this.count(topic, "NumberOfMessagesPublished", sizes.length);
    let bytes = 0;
    for (const size of sizes) {
      bytes += size;
      this.#metrics.measure(topic, { TopicName: topic.name }, "PublishSize", size, "Bytes");
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
    if (by > 0) this.#metrics.count(topic, { TopicName: topic.name }, counter, by);
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
    await this.#metrics.stop();
    await this.#usage.stop();
  }

  #use(
    { account, region }: Place,
    use: { usageType: UsageType; operation: string; resource: string; tags: Tags; quantity: number },
  ): void {
    const atMs = this.#host.clock.nowMs();
    this.#usage.add(account, { service: "Amazon Simple Notification Service", region, atMs, ...use });
  }
}
