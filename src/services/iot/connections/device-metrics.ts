import type { Place, ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";

/** Source: "AWS IoT metrics and dimensions", message broker metrics. */
export type DeviceCounter =
  | `Connect.${"Success" | "AuthError" | "ClientError" | "ServerError" | "Throttle"}`
  | `${"PublishIn" | "Subscribe" | "Unsubscribe"}.${"Success" | "AuthError" | "ClientError" | "ServerError"}`
  | `PublishOut.${"Success" | "AuthError"}`
  | "PublishRetained.Success"
  | "Ping.Success"
  | `${"GetThingShadow" | "UpdateThingShadow" | "DeleteThingShadow"}.Accepted`;

/** As dimensions have it. */
export type MessageProtocol = "MQTT" | "HTTP";

/** "AWS IoT Core pricing": messages by 5 KB, operations of shadows and the registry by 1 KB. */
const messageBytes = 5 * 1024;
const operationBytes = 1024;

/** What devices do: metrics in CloudWatch, and connections, messages and operations on the bill. */
export class DeviceMetrics {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/IoT", service: "iot.amazonaws.com" });
    this.#usage = new UsageMeter(host);
  }

  count(at: Place, protocol: MessageProtocol, counter: DeviceCounter): void {
    this.#metrics.count(at, { Protocol: protocol }, counter);
  }

  /** A message that came in or went out. What goes to rules alone is not charged for as a message, and what asks AWS IoT's own services is charged for by these. */
  chargeMessage(at: Place, topic: string, bytes: number): void {
    if (topic.startsWith("$aws/")) return;
    this.#charge(at, "Messages", Math.max(1, Math.ceil(bytes / messageBytes)));
  }

  chargeConnection(at: Place, connectedMs: number): void {
    if (connectedMs > 0) this.#charge(at, "ConnectionMinutes", connectedMs / 60_000);
  }

  chargeOperation(at: Place, bytes: number): void {
    this.#charge(at, "RegistryAndShadowOperations", Math.max(1, Math.ceil(bytes / operationBytes)));
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }

  #charge({ account, region }: Place, usageType: UsageType, quantity: number): void {
    this.#usage.add(account, {
      service: "AWS IoT",
      usageType,
      operation: usageType,
      region,
      // Devices may be many: the bill is the account's.
      resource: "",
      tags: {},
      atMs: this.#host.clock.nowMs(),
      quantity,
    });
  }
}
