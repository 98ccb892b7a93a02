import type { EventType } from "@aws-sdk/client-iot";
import { notSupported } from "../errors.ts";
import { eventConfigurations, silentEventTypes } from "../events/event-configurations.ts";
import type { IotOperation } from "../operation.ts";

/** What is not named stays as it is. */
export const updateEventConfigurations: IotOperation<"UpdateEventConfigurations"> = async (input, context) => {
  const given = Object.entries(input.eventConfigurations ?? {}) as [EventType, { Enabled?: boolean } | undefined][];
  for (const [type, configuration] of given)
    if (configuration?.Enabled && silentEventTypes.has(type)) throw notSupported(`events of ${type}`);
  const nowMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const found = await eventConfigurations.find(tx);
    const enabled = new Set(found?.enabled ?? []);
    for (const [type, configuration] of given) {
      if (configuration?.Enabled) enabled.add(type);
      else enabled.delete(type);
    }
    await eventConfigurations.put(tx, {
      enabled: [...enabled],
      createdMs: found?.createdMs ?? nowMs,
      modifiedMs: nowMs,
    });
  });
  return {};
};
