import { invalidParameter } from "../errors.ts";

/** Source: "CreateTopic": letters, digits, underscores and hyphens, 1 to 256 of them, and `.fifo` of FIFO topics among them. */
export function checkTopicName(name: string, fifo: boolean): void {
  const form = fifo ? /^[A-Za-z0-9_-]{1,251}\.fifo$/ : /^[A-Za-z0-9_-]{1,256}$/;
  if (!form.test(name)) throw invalidParameter("Topic Name");
}
