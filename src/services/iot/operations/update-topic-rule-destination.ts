import { alphabets } from "../../../platform/random.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { toConfirmation, toConfirmationToken } from "../rules/destinations/confirmation-token.ts";
import { type Destination, destinationIdOf } from "../rules/destinations/destination.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

/** IN_PROGRESS asks for another confirmation; one that was confirmed may be enabled and disabled. */
export const updateTopicRuleDestination: IotOperation<"UpdateTopicRuleDestination"> = async (input, context) => {
  const { arn, status } = input;
  const id = destinationIdOf(arn);
  const { host } = context;
  const token = toConfirmationToken(context, id, host.random.text(48, alphabets.hex));
  const effect = toConfirmation(host.random.uuid(), context, id);
  await host.storage.partition(rulesKey(context)).write(async (tx) => {
    const destination = await destinationStore.find(tx, id);
    if (!destination) throw resourceNotFound(`Destination ${arn} not found.`);
    const changed: Destination = { ...destination, statusReason: undefined, updatedMs: host.clock.nowMs() };
    if (status === "IN_PROGRESS") {
      await destinationStore.put(tx, { ...changed, status, token });
      await tx.emit(effect);
      return;
    }
    if (status !== "ENABLED" && status !== "DISABLED") throw invalidRequest(`The status cannot be set to ${status}.`);
    if (status === "ENABLED" && !destination.isConfirmed)
      throw invalidRequest("A destination that has not been confirmed cannot be enabled.");
    await destinationStore.put(tx, { ...changed, status });
  });
  return {};
};
