import { busStore } from "../buses/bus-store.ts";
import { busArn, type EventBus, eventsKey } from "../buses/event-bus.ts";
import { busExists, limitExceeded, noBusDeadLetters, notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";
import { withTags } from "../tags/check-tags.ts";

/** Makes a bus of the account's own. Partners' buses are not built. */
export const createEventBus: EventsOperation<"CreateEventBus"> = async (input, context) => {
  const {
    Name: name = "",
    EventSourceName,
    Description,
    KmsKeyIdentifier,
    DeadLetterConfig,
    LogConfig,
    Tags = [],
  } = input;
  if (EventSourceName !== undefined) throw notSupported("partner event sources (EventSourceName)");
  if (LogConfig !== undefined && LogConfig.Level !== "OFF") throw notSupported("logs of event buses (LogConfig)");
  if (KmsKeyIdentifier) throw notSupported("encryption of event buses with a KMS key (KmsKeyIdentifier)");
  if (name.includes("/")) throw validation("Event bus name must not contain '/'.");
  if (DeadLetterConfig?.Arn) throw noBusDeadLetters();
  const nowMs = context.host.clock.nowMs();
  const bus: EventBus = {
    name,
    description: Description,
    tags: withTags({}, Tags),
    createdMs: nowMs,
    modifiedMs: nowMs,
  };
  await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    if (await busStore.find(tx, name)) throw busExists(name);
    if ((await busStore.count(tx)) >= limits.eventBuses) throw limitExceeded();
    await busStore.put(tx, bus);
  });
  return { EventBusArn: busArn(context, name), Description, DeadLetterConfig, LogConfig };
};
