import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { scanJson } from "../../../platform/json-scan.ts";
import { type BusName, busArn, parseBusName } from "../buses/event-bus.ts";
import type { KnownBus } from "../buses/known-bus.ts";
import { validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsContext, EventsOperation } from "../operation.ts";
import type { BusEvent } from "../put-events/bus-event.ts";
import { checkEntry, entryBytes } from "../put-events/check-entry.ts";
import type { ForwardedEntry } from "../put-events/deliveries.ts";
import { toEventId } from "../put-events/event-id.ts";
import { publish } from "../put-events/publish.ts";

/** Takes events, each by itself. What they lead to is committed before the answer; a bus that is not there takes them, too, as on AWS. */
export const putEvents: EventsOperation<"PutEvents"> = async ({ Entries: entries = [], EndpointId }, context) => {
  if (EndpointId !== undefined) throw validation("Squall does not support EndpointId.");
  const sizes = entries.map(entryBytes);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > limits.putBytes) throw validation("Total size of the entries in the request is over the limit.");
  const { host, state, principal } = context;
  const beganMs = host.clock.monotonicMs();
  const published: { bus: KnownBus; event: BusEvent }[] = [];
  const authorized = new Set<string>();
  const answers = [];
  for (const [index, entry] of entries.entries()) {
    const name = parseBusName(entry.EventBusName, context);
    const refusal = forwardedOf(entry) ? undefined : checkEntry(entry, principal);
    if (refusal) {
      answers.push(refusal);
      continue;
    }
    await authorize(context, name, entry, authorized);
    const event = toEvent(context, entry, index);
    answers.push({ EventId: event.id });
    const bus = await state.buses.find(name);
    if (bus) published.push({ bus, event });
    if (principal.kind !== "service") state.metering.event(context, busArn(name, name.bus), sizes[index] ?? 0);
  }
  await publish(host, state, published);
  const failed = answers.filter((answer) => "ErrorCode" in answer).length;
  const { metering } = state;
  metering.count(context, "PutEventsEntriesCount", entries.length);
  metering.count(context, "PutEventsFailedEntriesCount", failed);
  metering.count(context, "PutEventsApproximateCallCount");
  metering.count(context, failed > 0 ? "PutEventsApproximateFailedCount" : "PutEventsApproximateSuccessCount");
  metering.put(context, bytes, host.clock.monotonicMs() - beganMs);
  return { FailedEntryCount: failed, Entries: answers };
};

/** Asked once for those of a call that are the same to a policy. A service puts its events onto its account's own buses without asking. */
async function authorize(
  context: EventsContext,
  name: BusName,
  entry: PutEventsRequestEntry,
  authorized: Set<string>,
): Promise<void> {
  const { principal } = context;
  if (principal.kind === "service" && name.account === principal.account) return;
  const key = `${name.account} ${name.region} ${name.bus} ${entry.Source} ${entry.DetailType}`;
  if (authorized.has(key)) return;
  await context.authorize("PutEvents", { Entries: [entry] });
  authorized.add(key);
}

function toEvent(context: EventsContext, entry: PutEventsRequestEntry, index: number): BusEvent {
  const { host, account, region, principal, deduplicationId } = context;
  const nowMs = host.clock.nowMs();
  const forwarded = forwardedOf(entry);
  if (forwarded) return { ...forwarded, ingestedMs: nowMs };
  const { Source = "", DetailType = "", Detail = "", Resources = [], Time, TraceHeader } = entry;
  return {
    id: deduplicationId === undefined ? host.random.uuid() : toEventId(`${deduplicationId} ${index}`),
    source: Source,
    detailType: DetailType,
    // Whose event it is: the caller's, whoever has the bus.
    account: principal.kind === "anonymous" ? account : principal.account,
    region,
    timeMs: Time?.getTime() ?? nowMs,
    resources: Resources,
    // As AWS tells it: numbers and the order as they were put, without the white space.
    detail: scanJson(Buffer.from(Detail))?.compact.toString() ?? Detail,
    ingestedMs: nowMs,
    traceId: TraceHeader ?? context.request.headers["x-amzn-trace-id"],
  };
}

/** Only calls within Squall have it: the wire knows no such member. */
function forwardedOf(entry: PutEventsRequestEntry): BusEvent | undefined {
  return (entry as Partial<ForwardedEntry>).forwarded;
}
