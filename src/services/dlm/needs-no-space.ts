import type { NeedsNoSpace } from "../service.ts";
import type { Dlm } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Dlm> = {
  GetLifecyclePolicies: "reads",
  GetLifecyclePolicy: "reads",
  ListTagsForResource: "reads",
  DeleteLifecyclePolicy: "givesBack",
  UntagResource: "givesBack",
};
