import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";

/** Source: "CreateQueue": the suffix counts among the 80 characters. */
export function checkQueueName(name: string, fifo: boolean): void {
  const base = fifo && name.endsWith(".fifo") ? name.slice(0, -5) : name;
  const isOfForm = /^[A-Za-z0-9_-]+$/.test(base) && name.length <= limits.nameLength;
  if (isOfForm && fifo === (base !== name)) return;
  throw invalidParameter(
    fifo
      ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length"
      : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  );
}
