import { fail } from "../../../platform/aws-error.ts";
import { busStore } from "../buses/bus-store.ts";
import { busArn, eventsKey, parseBusName } from "../buses/event-bus.ts";
import { busNotFound, noBusDeadLetters, notSupported } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** What is not given stays as it is. */
export const updateEventBus: EventsOperation<"UpdateEventBus"> = async (input, context) => {
  const { Name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
  if (LogConfig !== undefined && LogConfig.Level !== "OFF") throw notSupported("logs of event buses (LogConfig)");
  if (KmsKeyIdentifier) throw notSupported("encryption of event buses with a KMS key (KmsKeyIdentifier)");
  if (DeadLetterConfig?.Arn) throw noBusDeadLetters();
  const { bus: name } = parseBusName(Name, context);
  const { storage, clock } = context.host;
  const bus = await storage.partition(eventsKey(context)).write(async (tx) => {
    const former = (await busStore.find(tx, name)) ?? fail(busNotFound(name));
    const changed = {
      ...former,
      description: Description ?? former.description,
      modifiedMs: clock.nowMs(),
    };
    await busStore.put(tx, changed);
    return changed;
  });
  return {
    Arn: busArn(context, name),
    Name: name,
    Description: bus.description,
  };
};
