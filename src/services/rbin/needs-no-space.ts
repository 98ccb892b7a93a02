import type { NeedsNoSpace } from "../service.ts";
import type { Rbin } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Rbin> = {
  GetRule: "reads",
  ListRules: "reads",
  ListTagsForResource: "reads",
  DeleteRule: "givesBack",
  UnlockRule: "givesBack",
  UntagResource: "givesBack",
};
