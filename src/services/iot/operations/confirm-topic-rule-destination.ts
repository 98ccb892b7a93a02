import { invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { fromConfirmationToken } from "../rules/destinations/confirmation-token.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

/** Whoever has the token, signed or not; the link that was sent is a GET of it. */
export const confirmTopicRuleDestination: IotOperation<"ConfirmTopicRuleDestination"> = async (input, { host }) => {
  const { confirmationToken: token = "" } = input;
  const named = fromConfirmationToken(token);
  if (!named) throw invalidRequest("The confirmation token is not valid.");
  await host.storage.partition(rulesKey(named)).write(async (tx) => {
    const destination = await destinationStore.find(tx, named.id);
    if (destination?.token !== token) throw invalidRequest("The confirmation token is not valid.");
    if (destination.isConfirmed && destination.status === "ENABLED") return;
    await destinationStore.put(tx, {
      ...destination,
      status: "ENABLED",
      statusReason: undefined,
      isConfirmed: true,
      updatedMs: host.clock.nowMs(),
    });
  });
  return {};
};
