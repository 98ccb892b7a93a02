import { ownValue } from "../../../platform/own-value.ts";
import type { Random } from "../../../platform/random.ts";
import type { Effect } from "../../../storage/database.ts";
import { durableDelivery } from "../../targets/durable-delivery.ts";
import { untilParked } from "../../targets/retry-policy.ts";
import type { TargetMessage } from "../../targets/target-message.ts";
import { functionArn, latestVersion } from "../functions/function.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import { readErrorObject } from "../invocation/environment/failures.ts";
import { lambdaSessionName } from "../invocation/role-session.ts";
import type { Meter } from "../metering/meter.ts";
import { type EndedEvent, type InvocationRecord, invocationRecord } from "./invocation-record.ts";

/** Of a delivery that failed, for the function's metrics. */
interface About {
  readonly of: FunctionReference;
  readonly metric: "DestinationDeliveryFailures" | "DeadLetterErrors";
}

/** Destinations and dead-letter queues are told in the name of the function's role, as often as it takes. */
export const destinations = durableDelivery<{ readonly meter: Meter }>({
  name: "lambda.destination",
  ended: async ({ target, about }, how, { state, host }) => {
    if (how.kind === "delivered") return;
    const { of, metric } = about as About;
    host.log.warn("a destination could not be told", { arn: target, function: of.name, error: how.reason });
    state.meter.count(of, metric);
  },
});

/** What an asynchronous event that has ended is to lead to: effects of the commit that strikes it off. */
export function toDestinationEffects(ended: EndedEvent, random: Random, nowMs: number): Effect[] {
  const { event, known, record, condition } = ended;
  const config = ownValue(known.family.eventInvokeConfigs, event.qualifier ?? latestVersion);
  const destination = condition === "Success" ? config?.onSuccess : config?.onFailure;
  const deadLetter = condition === "Success" ? undefined : record.configuration.deadLetterArn;
  const effects: Effect[] = [];
  if (destination) {
    const told = toDestinationMessage(invocationRecord(ended, nowMs), destination, record.name, random);
    effects.push(toEffect(ended, destination, told, { metric: "DestinationDeliveryFailures", nowMs }));
  }
  if (deadLetter) {
    effects.push(toEffect(ended, deadLetter, toDeadLetter(ended), { metric: "DeadLetterErrors", nowMs }));
  }
  return effects;
}

/** The event's own id goes along, so that an event which has ended twice is told of once. */
function toEffect(
  { event, record, traceId }: EndedEvent,
  target: string,
  message: TargetMessage,
  { metric, nowMs }: { metric: About["metric"]; nowMs: number },
): Effect {
  const { account, region, name, configuration } = record;
  const of: FunctionReference = { account, region, name, qualifier: event.qualifier };
  return destinations.toEffect(`${event.id}/${metric}`, {
    target,
    message,
    caller: { role: configuration.role, sessionName: lambdaSessionName(record), assumedBy: "lambda.amazonaws.com" },
    source: { account, region, arn: functionArn(record) },
    traceId,
    retry: untilParked,
    eventMs: nowMs,
    about: { of, metric } satisfies About,
  });
}

function toDestinationMessage(
  told: InvocationRecord,
  destination: string,
  functionName: string,
  random: Random,
): TargetMessage {
  const isSuccess = told.requestContext.condition === "Success";
  // Source: "Capturing records of Lambda asynchronous invocations", "S3 destination record key".
  const [day = "", time = ""] = told.timestamp.split("T");
  const stamp = `${day}T${time.slice(0, 8).replaceAll(":", ".")}`;
  return {
    body: JSON.stringify(told),
    event: {
      source: "lambda",
      detailType: `Lambda Function Invocation Result - ${isSuccess ? "Success" : "Failure"}`,
      resources: [destination, told.requestContext.functionArn],
    },
    object: {
      key: `aws/lambda/async/${functionName}/${day.replaceAll("-", "/")}/${stamp}-${random.uuid()}`,
      contentType: "application/json",
    },
  };
}

/** The event itself, with why it failed as attributes. Source: "Dead-letter queues". */
function toDeadLetter({ event, outcome, error }: EndedEvent): TargetMessage {
  const failure = outcome && readErrorObject(outcome.payload);
  const text = failure?.errorMessage ?? error?.message ?? "The event was too old.";
  return {
    body: event.payload.toString("utf8"),
    attributes: {
      RequestID: { DataType: "String", StringValue: event.requestId },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: text.slice(0, 1_024) },
    },
  };
}
