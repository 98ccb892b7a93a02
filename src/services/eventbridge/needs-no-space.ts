import type { NeedsNoSpace } from "../service.ts";
import type { Events } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Events> = {
  DescribeApiDestination: "reads",
  DescribeArchive: "reads",
  DescribeConnection: "reads",
  DescribeEventBus: "reads",
  DescribeReplay: "reads",
  DescribeRule: "reads",
  ListApiDestinations: "reads",
  ListArchives: "reads",
  ListConnections: "reads",
  ListEventBuses: "reads",
  ListReplays: "reads",
  ListRuleNamesByTarget: "reads",
  ListRules: "reads",
  ListTagsForResource: "reads",
  ListTargetsByRule: "reads",
  TestEventPattern: "reads",
  DeauthorizeConnection: "givesBack",
  CancelReplay: "givesBack",
  DeleteApiDestination: "givesBack",
  DeleteArchive: "givesBack",
  DeleteConnection: "givesBack",
  DeleteEventBus: "givesBack",
  DeleteRule: "givesBack",
  DisableRule: "givesBack",
  RemovePermission: "givesBack",
  RemoveTargets: "givesBack",
  UntagResource: "givesBack",
  // What it starts is written down.
  StartReplay: () => false,
};
