import { fail } from "../../../platform/aws-error.ts";
import { busNotFound } from "../errors.ts";
import type { EventsContext } from "../operation.ts";
import { busStore } from "./bus-store.ts";
import { type EventBus, eventsKey, parseBusName } from "./event-bus.ts";

/** Throws ResourceNotFoundException, and what `change` throws. */
export async function changeBus(
  context: EventsContext,
  text: string | undefined,
  change: (bus: EventBus) => EventBus,
): Promise<void> {
  const { bus: name } = parseBusName(text, context);
  await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    const bus = (await busStore.find(tx, name)) ?? fail(busNotFound(name));
    await busStore.put(tx, { ...change(bus), modifiedMs: context.host.clock.nowMs() });
  });
}
