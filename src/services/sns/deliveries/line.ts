import type { PartitionKey } from "../../../storage/database.ts";
import type { TopicKey } from "./delivery.ts";

/** What one subscription of a FIFO topic is to have of one message group, in its order. JSON. */
export interface Line {
  readonly topic: TopicKey;
  readonly group: string;
  readonly subscription: string;
}

export const lineTimer = "sns.deliver-in-order";

/** Lines of one group stand together: not in the topic's own partition, which may be gone by then. */
export function linesKey({ account, region, id }: TopicKey): PartitionKey {
  return { account, region, kind: "sns.lines", name: id };
}

/** Of the timer that has the line go on. */
export function keyOfLine({ group, subscription }: Line): string {
  return `${subscription} ${group}`;
}
