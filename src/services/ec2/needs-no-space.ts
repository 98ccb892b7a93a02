import type { NeedsNoSpace } from "../service.ts";
import type { Ec2 } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Ec2> = {
  DescribeAvailabilityZones: "reads",
  DescribeImages: "reads",
  DescribeInstanceAttribute: "reads",
  DescribeInstances: "reads",
  DescribeInstanceStatus: "reads",
  DescribeInstanceTypes: "reads",
  DescribeRegions: "reads",
  DescribeSecurityGroups: "reads",
  DescribeSnapshots: "reads",
  DescribeSubnets: "reads",
  DescribeTags: "reads",
  DescribeVolumes: "reads",
  DescribeVpcs: "reads",
  // Nothing is seen of it.
  RebootInstances: "reads",
  DeleteSnapshot: "givesBack",
  DeleteTags: "givesBack",
  DeleteVolume: "givesBack",
  DetachVolume: "givesBack",
  StopInstances: "givesBack",
  TerminateInstances: "givesBack",
  // A timer of it is a row more.
  StartInstances: () => false,
};
