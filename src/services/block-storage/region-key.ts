import type { PartitionKey } from "../../storage/database.ts";
import type { Place } from "../service.ts";

/**
 * All of EC2's resources of one account and region are one partition: they point at one another (an instance at its subnet, a volume at its instance), and
 * what points and what is pointed at change in one commit.
 */
export function regionKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "ec2", name: "" };
}
