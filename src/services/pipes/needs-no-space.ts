import type { NeedsNoSpace } from "../service.ts";
import type { Pipes } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Pipes> = {
  DescribePipe: "reads",
  ListPipes: "reads",
  ListTagsForResource: "reads",
  DeletePipe: "givesBack",
  StopPipe: "givesBack",
  UntagResource: "givesBack",
  // What it starts is written down.
  StartPipe: () => false,
};
