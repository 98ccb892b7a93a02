import type { PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { KnownBus } from "../buses/known-bus.ts";
import type { EventsState } from "../state.ts";
import type { BusEvent } from "./bus-event.ts";
import { Gathered } from "./fan-out.ts";
import { receiversOf } from "./to-effects.ts";

const partitions = 4;

/** What is to be delivered. Events have nothing to do with one another, so they need not wait for one another's commits. */
function deliveriesKey({ account, region }: Place, id: string): PartitionKey {
  const name = String((Number.parseInt(id.slice(0, 2), 16) || 0) % partitions);
  return { account, region, kind: "events.deliveries", name };
}

/** Of events that lead to more than one commit should hold: others do not wait behind their deliveries. */
function fanOutsKey(at: Place, id: string): PartitionKey {
  return { ...deliveriesKey(at, id), kind: "events.fan-outs" };
}

/** Matches events, and commits all that follows from them, or that it does. What nobody gets leaves no trace. */
export async function publish(
  host: ServiceHost,
  state: EventsState,
  events: readonly { readonly bus: KnownBus; readonly event: BusEvent }[],
): Promise<void> {
  const writes = new Map<string, { readonly at: Place; readonly gathered: Gathered }>();
  for (const { bus, event } of events) {
    const receivers = receiversOf(bus, event);
    count(state, bus, receivers);
    if (receivers.length === 0) continue;
    const text = `${bus.account} ${bus.region}`;
    const write = writes.get(text) ?? { at: bus, gathered: new Gathered() };
    writes.set(text, write);
    write.gathered.add(bus, receivers, event);
  }
  const id = events[0]?.event.id ?? "";
  for (const { at, gathered } of writes.values()) {
    if (gathered.isEmpty) continue;
    const key = gathered.hasMore ? fanOutsKey(at, id) : deliveriesKey(at, id);
    await host.storage.partition(key).write((tx) => gathered.emit(tx));
  }
}

export function count({ metering }: EventsState, bus: KnownBus, receivers: ReturnType<typeof receiversOf>): void {
  const rules = receivers.filter((receiver) => receiver.kind === "rule");
  if (rules.length === 0) return;
  metering.matched(bus);
  const { account, region } = bus;
  for (const { rule, targets } of rules) {
    const of = { account, region, bus: bus.bus, rule: rule.name };
    metering.countRule(of, "TriggeredRules");
    metering.countRule(of, "MatchedEvents");
    if (targets.length > 0) metering.count(bus, "InvocationsCreated", targets.length);
  }
}
