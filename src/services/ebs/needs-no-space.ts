import type { NeedsNoSpace } from "../service.ts";
import type { Ebs } from "./model.ts";

/** What reads: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<Ebs> = {
  GetSnapshotBlock: "reads",
  ListChangedBlocks: "reads",
  ListSnapshotBlocks: "reads",
  // It makes one.
  StartSnapshot: () => false,
};
