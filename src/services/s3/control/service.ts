import { defineService } from "../../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { S3Control } from "./model.ts";
import { wireHabits } from "./requests/wire-habits.ts";
import { createS3ControlState, type S3ControlState } from "./state.ts";

/** What an account says of all its buckets, and their tags. The rows are S3's, which has its tables made. */
export const s3Control = defineService<S3Control, S3ControlState>({
  name: "s3-control",
  migrations: [],
  access: accessRules,
  needsNoSpace: {
    GetPublicAccessBlock: "reads",
    ListTagsForResource: "reads",
    DeletePublicAccessBlock: "givesBack",
    UntagResource: "givesBack",
  },
  wire: wireHabits,
  create: createS3ControlState,
  operations,
});
