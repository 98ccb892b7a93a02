import { mayBePublished } from "../connections/reserved-topics.ts";
import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws for a topic that nobody may publish to, and for a payload that is too long. Source: "AWS IoT Core message broker and protocol limits and quotas". */
export function checkTopic(topic: string | undefined, payload: Uint8Array): void {
  if (topic === undefined || topic === "" || /[+#\0]/.test(topic)) throw invalidRequest("Invalid topic name");
  if (!mayBePublished(topic)) throw invalidRequest("The topic is reserved");
  if (Buffer.byteLength(topic) > limits.topicBytes) throw invalidRequest("Topic name is too long");
  if (slashesOf(topic) > limits.topicSlashes) throw invalidRequest("Topic has too many levels");
  if (payload.byteLength > limits.payloadBytes) throw invalidRequest("Payload is too large");
}

/** Those of a reserved topic's first three levels do not count. */
export function slashesOf(topic: string): number {
  let slashes = 0;
  for (let at = topic.indexOf("/"); at >= 0; at = topic.indexOf("/", at + 1)) slashes += 1;
  return topic.startsWith("$") ? slashes - 3 : slashes;
}
