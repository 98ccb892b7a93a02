import { alphabets } from "../../../platform/random.ts";
import { invalidRequest, notSupported, tooMany } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { toConfirmation, toConfirmationToken } from "../rules/destinations/confirmation-token.ts";
import { type Destination, toDestination } from "../rules/destinations/destination.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

/** Whoever answers at the URL is asked to confirm it at once. */
export const createTopicRuleDestination: IotOperation<"CreateTopicRuleDestination"> = async (input, context) => {
  const { httpUrlConfiguration, vpcConfiguration } = input.destinationConfiguration ?? {};
  if (vpcConfiguration) throw notSupported("destinations in a VPC");
  const confirmationUrl = httpUrlConfiguration?.confirmationUrl ?? "";
  if (!/^https?:\/\//.test(confirmationUrl) || !URL.canParse(confirmationUrl))
    throw invalidRequest("The confirmationUrl must be a URL.");
  const { host } = context;
  const id = host.random.uuid();
  const nowMs = host.clock.nowMs();
  const destination: Destination = {
    id,
    confirmationUrl,
    status: "IN_PROGRESS",
    statusReason: "Awaiting confirmation. Confirmation message sent on destination.",
    token: toConfirmationToken(context, id, host.random.text(48, alphabets.hex)),
    isConfirmed: false,
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  const effect = toConfirmation(host.random.uuid(), context, id);
  await host.storage.partition(rulesKey(context)).write(async (tx) => {
    const all = await destinationStore.list(tx);
    if (all.length >= limits.ruleDestinations) throw tooMany(`${limits.ruleDestinations} destinations`);
    await destinationStore.put(tx, destination);
    await tx.emit(effect);
  });
  return { topicRuleDestination: toDestination(context, destination) };
};
