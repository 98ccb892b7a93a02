import { durableDelivery } from "../../targets/durable-delivery.ts";
import type { SchedulerState } from "../state.ts";
import { type Invocation, isDeadLetter, toDeadLetter, withContext } from "../targets/to-delivery.ts";

/** What brings invocations to their targets: by the schedule's own policy of tries, then to its dead-letter queue. */
export const deliveries = durableDelivery<SchedulerState>({
  name: "scheduler.deliver",
  prepare: withContext,
  tried: (delivery, verdict, { state: { metering } }) => {
    const { account, region } = delivery.source;
    const { group } = delivery.about as Invocation;
    const at = { account, region, group };
    if (isDeadLetter(delivery)) {
      const counter = verdict.kind === "delivered" ? "InvocationsSentToDeadLetterCount" : undefined;
      if (counter) metering.count(at, counter);
      return;
    }
    metering.count(at, "InvocationAttemptCount");
    if (verdict.kind === "delivered") return metering.invoked(at, delivery.target);
    metering.count(at, "TargetErrorCount");
    if (verdict.code?.includes("Throttl") || verdict.code === "TooManyRequestsException")
      metering.count(at, "TargetErrorThrottledCount");
  },
  deadLetter: toDeadLetter,
  ended: async (delivery, how, { state: { metering } }) => {
    if (how.kind !== "failed") return;
    const { account, region } = delivery.source;
    const at = { account, region, group: (delivery.about as Invocation).group };
    if (!isDeadLetter(delivery)) return metering.count(at, "InvocationDroppedCount");
    metering.count(at, "InvocationsFailedToBeSentToDeadLetterCount");
    if (how.code !== undefined) metering.count(at, `InvocationsFailedToBeSentToDeadLetterCount_${how.code}`);
  },
});
