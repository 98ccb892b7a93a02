import type { NeedsNoSpace } from "../service.ts";
import type { Sns } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Sns> = {
  CheckIfPhoneNumberIsOptedOut: "reads",
  GetEndpointAttributes: "reads",
  GetPlatformApplicationAttributes: "reads",
  GetSMSAttributes: "reads",
  GetSubscriptionAttributes: "reads",
  GetTopicAttributes: "reads",
  ListEndpointsByPlatformApplication: "reads",
  ListPhoneNumbersOptedOut: "reads",
  ListPlatformApplications: "reads",
  ListSubscriptions: "reads",
  ListSubscriptionsByTopic: "reads",
  ListTagsForResource: "reads",
  ListTopics: "reads",
  DeleteEndpoint: "givesBack",
  DeletePlatformApplication: "givesBack",
  DeleteTopic: "givesBack",
  OptInPhoneNumber: "givesBack",
  RemovePermission: "givesBack",
  Unsubscribe: "givesBack",
  UntagResource: "givesBack",
  // Whatever they are given: a subscription is a row, and its confirmation may bring one back.
  ConfirmSubscription: () => false,
  Subscribe: () => false,
};
