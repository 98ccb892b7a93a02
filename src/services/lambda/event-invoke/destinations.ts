import { ownValue } from "../../../platform/own-value.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { latestVersion } from "../functions/function.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";
import type { Meter } from "../metering/meter.ts";
import { type Delivery, deliver, deliverDeadLetter } from "./deliver.ts";
import { type EndedEvent, invocationRecord } from "./invocation-record.ts";

/** Tells destinations and dead-letter queues of the asynchronous events that have ended, in the name of the function's role. */
export class Destinations {
  readonly #host: ServiceHost;
  readonly #meter: Meter;

  constructor(host: ServiceHost, meter: Meter) {
    this.#host = host;
    this.#meter = meter;
  }

  /** Never rejects: a target that cannot be told is reported and counted, as AWS's metrics do. */
  async tell(ended: EndedEvent): Promise<void> {
    const { event, known, record, condition } = ended;
    const config = ownValue(known.family.eventInvokeConfigs, event.qualifier ?? latestVersion);
    const destination = condition === "Success" ? config?.onSuccess : config?.onFailure;
    const deadLetter = condition === "Success" ? undefined : record.configuration.deadLetterArn;
    if (!destination && !deadLetter) return;
    if (destination) {
      const told = invocationRecord(ended, this.#host.clock.nowMs());
      await this.#attempt(ended, destination, "DestinationDeliveryFailures", (delivery) => deliver(delivery, told));
    }
    if (deadLetter) {
      await this.#attempt(ended, deadLetter, "DeadLetterErrors", (delivery) => deliverDeadLetter(delivery, ended));
    }
  }

  async #attempt(
    { event, record, traceId }: EndedEvent,
    arn: string,
    metric: "DestinationDeliveryFailures" | "DeadLetterErrors",
    send: (delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    try {
      const { as } = await assumeFunctionRole(this.#host, record);
      const calls: CallOptions = { ...as, deduplicationId: `${event.id}/${metric}`, traceId };
      await send({ host: this.#host, arn, as: calls, functionName: record.name });
    } catch (error) {
      this.#host.log.warn("a destination could not be told", { arn, function: record.name, error: String(error) });
      this.#meter.count({ ...record, qualifier: event.qualifier }, metric);
    }
  }
}
