import type { Effect, PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { KnownBus } from "../buses/known-bus.ts";
import type { EventsState } from "../state.ts";
import type { BusEvent } from "./bus-event.ts";
import { receiversOf, toEffects } from "./to-effects.ts";

const partitions = 4;

/** What is to be delivered. Events have nothing to do with one another, so they need not wait for one another's commits. */
function deliveriesKey({ account, region }: Place, id: string): PartitionKey {
  const name = String((Number.parseInt(id.slice(0, 2), 16) || 0) % partitions);
  return { account, region, kind: "events.deliveries", name };
}

/** Matches events, and commits all that follows from them. What nobody gets leaves no trace. */
export async function publish(
  host: ServiceHost,
  state: EventsState,
  events: readonly { readonly bus: KnownBus; readonly event: BusEvent }[],
): Promise<void> {
  const writes = new Map<string, { readonly key: PartitionKey; readonly effects: Effect[] }>();
  for (const { bus, event } of events) {
    const receivers = receiversOf(bus, event);
    count(state, bus, receivers);
    const effects = toEffects(bus, receivers, event);
    const key = deliveriesKey(bus, events[0]?.event.id ?? "");
    const text = `${key.account} ${key.region}`;
    const write = writes.get(text);
    if (write) write.effects.push(...effects);
    else if (effects.length > 0) writes.set(text, { key, effects });
  }
  for (const { key, effects } of writes.values())
    await host.storage.partition(key).write(async (tx) => {
      for (const effect of effects) await tx.emit(effect);
    });
}

export function count({ metering }: EventsState, bus: KnownBus, receivers: ReturnType<typeof receiversOf>): void {
  const rules = receivers.filter((receiver) => receiver.kind === "rule");
  if (rules.length === 0) return;
  metering.count(bus, bus.bus, "", "MatchedEvents");
  for (const { rule } of rules) {
    metering.count(bus, bus.bus, rule.name, "TriggeredRules");
    metering.count(bus, bus.bus, rule.name, "MatchedEvents");
  }
}
