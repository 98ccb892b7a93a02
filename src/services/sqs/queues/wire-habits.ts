import type { WireHabits } from "../../wire-habits.ts";
import { actionNotValidHere } from "../errors.ts";

/** What SQS's wire does otherwise than others': a queue's URL is an endpoint of its own, and errors of forms have room for details. */
export const wireHabits: WireHabits = {
  inputOfPath: (path, host) => (queuePath.test(path) ? { QueueUrl: `http://${host}${path}` } : undefined),
  hasErrorDetail: true,
  reword: (error) => {
    const [, action] = /^Could not find operation (\S+) for version/.exec(error.message) ?? [];
    return error.code === "InvalidAction" && action !== undefined ? actionNotValidHere(action) : error;
  },
};

export const queuePath = /^\/(?:queue\/[a-z0-9-]+\/)?\d{12}\/[\w-]{1,80}(?:\.fifo)?\/?$/;

/** For what no queue does: a form at a queue's own URL, which then is told as the input's QueueUrl. Throws InvalidAction. */
export function checkNotOfQueue(
  input: object,
  { headers }: { readonly headers: Readonly<Record<string, unknown>> },
  action: string,
): void {
  if ("QueueUrl" in input && headers["x-amz-target"] === undefined) throw actionNotValidHere(action);
}
