import { hash } from "node:crypto";
import type { SnsContext } from "../operation.ts";
import type { PublishedMessage } from "./check-message.ts";
import type { Message } from "./message.ts";
import { toAttributes } from "./message-attributes.ts";
import { toBodies } from "./message-structure.ts";

/** What is kept of a message that has been checked. Throws InvalidParameter for a structure that is none. */
export function toMessage(
  published: PublishedMessage,
  { host, request }: SnsContext,
  { isFifo = false, needsDefault = true }: { readonly isFifo?: boolean; readonly needsDefault?: boolean } = {},
): Message {
  const { Message: text = "", Subject, MessageStructure, MessageAttributes, MessageGroupId } = published;
  const deduplicationId = published.MessageDeduplicationId ?? (isFifo ? hash("sha256", text, "hex") : undefined);
  const attributes = toAttributes(MessageAttributes);
  const traceId = request.headers["x-amzn-trace-id"];
  return {
    id: host.random.uuid(),
    publishedMs: host.clock.nowMs(),
    ...toBodies(text, MessageStructure, { needsDefault }),
    ...(Subject !== undefined && { subject: Subject }),
    ...(attributes && { attributes }),
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    ...(traceId !== undefined && { traceId }),
  };
}
