import type { NeedsNoSpace } from "../service.ts";
import type { Iot } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Iot> = {
  DescribeEndpoint: "reads",
  DescribeThing: "reads",
  ListThings: "reads",
  DeleteThing: "givesBack",
};
