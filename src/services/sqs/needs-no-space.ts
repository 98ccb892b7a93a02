import type { NeedsNoSpace } from "../service.ts";
import type { Sqs } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. To receive is to note that it was. */
export const needsNoSpace: NeedsNoSpace<Sqs> = {
  GetQueueAttributes: "reads",
  GetQueueUrl: "reads",
  ListDeadLetterSourceQueues: "reads",
  ListMessageMoveTasks: "reads",
  ListQueues: "reads",
  ListQueueTags: "reads",
  CancelMessageMoveTask: "givesBack",
  DeleteMessage: "givesBack",
  DeleteMessageBatch: "givesBack",
  DeleteQueue: "givesBack",
  PurgeQueue: "givesBack",
  ReceiveMessage: "givesBack",
  RemovePermission: "givesBack",
  UntagQueue: "givesBack",
  // Whatever it is given: what it moves is written anew.
  StartMessageMoveTask: () => false,
};
