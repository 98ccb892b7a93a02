import type { WireHabits } from "../../wire-habits.ts";

/** What SQS's wire does otherwise than others': a queue's URL is an endpoint of its own. */
export const wireHabits: WireHabits = {
  inputOfPath: (path, host) => (queuePath.test(path) ? { QueueUrl: `http://${host}${path}` } : undefined),
};

const queuePath = /^\/(?:queue\/[a-z0-9-]+\/)?\d{12}\/[\w-]{1,80}(?:\.fifo)?\/?$/;
