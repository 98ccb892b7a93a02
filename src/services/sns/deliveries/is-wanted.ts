import type { FilteredMessage } from "../filter-policies/filtered-message.ts";
import type { SnsState } from "../state.ts";
import type { KnownSubscription } from "../subscriptions/subscription-directory.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

/** Whether its filter lets the message pass; what does not is counted. */
export function isWanted(
  state: SnsState,
  topic: KnownTopic,
  { filter, protocol }: KnownSubscription,
  message: FilteredMessage,
): boolean {
  if (!filter) return true;
  const filtered = filter(message, protocol);
  if (filtered === "delivered") return true;
  state.metering.count(topic, "NumberOfNotificationsFilteredOut");
  state.metering.count(topic, `NumberOfNotificationsFilteredOut-${filtered}`);
  return false;
}
